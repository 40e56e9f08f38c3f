import { type KubeObject, textAt, valueAt } from '#kube'
import { compareObject, type ObjectChange, orderByNeeds, schemaOfKind, shownPath } from '#plan'
import { inLanes } from '../apply/lanes.ts'
import { readLive, UnreadableObject } from '../apply/live.ts'
import { FIELD_MANAGER } from '../apply/manager.ts'
import { strangerReason, withMarks } from '../apply/marks.ts'
import { objectText } from '../apply/place.ts'
import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { isDefinition, typesOf } from '../crd/coming-kinds.ts'
import { ReleaseError } from '../error.ts'
import { addedObjects, identityOf } from '../manifest/match.ts'
import { type Foreseen, type ForeseeSettings, foresee } from './dry-run.ts'

/** Two states of a release: what the last revision asked for, and what the next one asks for. */
export interface States {
  readonly before: readonly ManifestObject[]
  readonly after: readonly ManifestObject[]
}

/** What would be done to objects, in order, and what speaks against it. */
export interface Foreseeable {
  readonly changes: readonly ObjectChange[]
  readonly warnings: readonly string[]
  readonly refusals: readonly string[]
  /** The live objects by what tells them apart. */
  readonly live: ReadonlyMap<string, KubeObject>
}

/** What bringing the cluster from one state of a release to another would do. Throws what the client throws. */
export async function changesOf(world: ObjectWorld, states: States, settings: ForeseeSettings): Promise<Foreseeable> {
  const ordered = orderByNeeds(states.after)
  const after = ordered.stages.flatMap(({ objects }) => objects)
  const gone = addedObjects(states.after, states.before)
  const live = await readAll(world, [...after, ...gone])
  const before = new Map(states.before.map((one) => [identityOf(one), withMarks(one, settings.owner).object]))
  const written = await inLanes(after, (one) => writeChange(world, { one, live, before }, settings))
  const removed = await inLanes(gone, (one) => removeChange(world, one, live))
  return {
    changes: [...written.map(({ change }) => change), ...removed],
    warnings: [...ordered.cycles.map((cycle) => `${cycle.join(', ')} need each other`), ...ordered.missing],
    refusals: written.flatMap(({ refusals }) => refusals),
    live,
  }
}

/** Objects that are there. Kinds that nobody serves yet have none. */
async function readAll(
  world: ObjectWorld,
  objects: readonly ManifestObject[],
): Promise<ReadonlyMap<string, KubeObject>> {
  const served = await inLanes(objects, async (one) => ((await isServed(world, one)) ? [one] : []))
  try {
    return await readLive(world, served.flat(), 'marked')
  } catch (error) {
    if (!(error instanceof UnreadableObject)) throw error
    throw new ReleaseError('apply', `could not get information about ${objectText(error.one)}: ${error.message}`, {
      cause: error.cause,
    })
  }
}

async function isServed({ mapper }: ObjectWorld, { object }: ManifestObject): Promise<boolean> {
  if (object.metadata.name === '') return false
  return (await mapper.typeOf(object)).verbs.length > 0
}

interface Known {
  readonly one: ManifestObject
  readonly live: ReadonlyMap<string, KubeObject>
  readonly before: ReadonlyMap<string, KubeObject>
}

interface Judged {
  readonly change: ObjectChange
  readonly refusals: readonly string[]
}

async function writeChange(world: ObjectWorld, known: Known, settings: ForeseeSettings): Promise<Judged> {
  const one = withMarks(known.one, settings.owner)
  const key = identityOf(one)
  const [live, previous] = [known.live.get(key), known.before.get(key)]
  const stranger = live !== undefined && settings.owner ? strangerReason(live, settings.owner) : undefined
  const foreseen = await foresee(world, { one, live, previous }, settings)
  const change = compareObject(
    { previous, wanted: one.object, live, merged: foreseen.merged },
    {
      source: one.source,
      schema: schemaOfKind(one.object),
      ours: new Set([FIELD_MANAGER]),
      isOwned: previous !== undefined || stranger === undefined,
      refused: foreseen.immutable.map(pointerOf),
      instances: isDefinition(one.object) && live !== undefined ? await instancesOf(world, live) : [],
    },
  )
  const taken = previous === undefined && settings.takesOwnership !== true ? stranger : undefined
  return { change, refusals: refusalsOf(one, { change, foreseen, taken }, settings) }
}

interface Findings {
  readonly change: ObjectChange
  readonly foreseen: Foreseen
  /** Why it belongs to somebody else. */
  readonly taken: string | undefined
}

function refusalsOf(one: ManifestObject, found: Findings, settings: ForeseeSettings): readonly string[] {
  const { change, foreseen, taken } = found
  const owned = `${objectText(one)} exists and cannot be imported into the current release: ${taken ?? ''}`
  if (taken !== undefined) return [`${owned} (--take-ownership takes it over)`]
  if (change.change === 'replace') {
    if (settings.isForcedReplace === true) return []
    const fields = change.fields.filter(({ immutable }) => immutable !== undefined).map(({ path }) => shownPath(path))
    const words = fields.length === 0 ? (foreseen.refusal ?? '') : `${fields.join(', ')} cannot change in place`
    return [`${objectText(one)}: ${words} (--force-replace deletes it and creates it again)`]
  }
  return foreseen.refusal === undefined ? [] : [foreseen.refusal]
}

/** `spec.template.x[0]` as a pointer. */
function pointerOf(field: string): string {
  return `/${field
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .join('/')}`
}

async function removeChange(
  world: ObjectWorld,
  one: ManifestObject,
  known: ReadonlyMap<string, KubeObject>,
): Promise<ObjectChange> {
  const live = known.get(identityOf(one))
  return compareObject(
    { previous: one.object, wanted: undefined, live, merged: undefined },
    {
      source: one.source,
      schema: undefined,
      ours: new Set([FIELD_MANAGER]),
      isOwned: true,
      refused: [],
      instances: isDefinition(one.object) && live !== undefined ? await instancesOf(world, live) : [],
    },
  )
}

/** Objects of a custom kind that are looked at. */
const MAX_INSTANCES = 500

/** Live objects of the kind that a live definition defines, in the version that is stored. */
async function instancesOf({ client, signal }: ObjectWorld, definition: KubeObject): Promise<readonly KubeObject[]> {
  const versions = valueAt(definition, 'spec', 'versions')
  const stored = (Array.isArray(versions) ? versions : []).find((version) => valueAt(version, 'storage') === true)
  const type = typesOf(definition).find(({ version }) => version === textAt(stored, 'name'))
  if (type === undefined) return []
  try {
    return (await client.list(type, { limit: MAX_INSTANCES, signal })).items
  } catch {
    return [] // Nobody may be allowed to list them; the schemas are compared all the same.
  }
}
