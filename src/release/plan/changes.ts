import type { KubeObject } from '#kube'
import {
  compareObject,
  fieldsAnew,
  findRenames,
  foreignFields,
  type ObjectChange,
  orderByNeeds,
  type Plan,
  schemaOfKind,
  shownPath,
} from '#plan'
import { inLanes } from '../apply/lanes.ts'
import { readLive, UnreadableObject } from '../apply/live.ts'
import { FIELD_MANAGER } from '../apply/manager.ts'
import { strangerReason, withMarks } from '../apply/marks.ts'
import { objectText } from '../apply/place.ts'
import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { isDefinition } from '../crd/coming-kinds.ts'
import { visibleInstances } from '../crd/instances.ts'
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
  readonly stages?: Plan['stages']
  readonly warnings: readonly string[]
  readonly refusals: readonly string[]
  /** The live objects by what tells them apart. */
  readonly live: ReadonlyMap<string, KubeObject>
}

/** What bringing the cluster from one state of a release to another would do. Throws what the client throws. */
export async function changesOf(world: ObjectWorld, states: States, settings: ForeseeSettings): Promise<Foreseeable> {
  const ordered = orderByNeeds(states.after)
  const stages = ordered.stages.flatMap(({ objects }, stage) => objects.map(() => stage))
  const after = ordered.stages.flatMap(({ objects }) => objects)
  const gone = addedObjects(states.after, states.before)
  const live = await readAll(world, [...after, ...gone])
  const before = new Map(states.before.map((one) => [identityOf(one), withMarks(one, settings.owner).object]))
  const written = await inLanes(after, (one) => writeChange(world, { one, live, before }, settings))
  const removed = await inLanes(gone, (one) => removeChange(world, one, live))
  const isStaged = ordered.stages.length > 1
  const changes = written.map(({ change }, at) => (isStaged ? { ...change, stage: stages[at] ?? 0 } : change))
  const gates = ordered.stages.slice(0, -1).map((stage) => stage.gates.map(({ object }) => nameOf(object)))
  return {
    changes: [...withRenames(changes, { gone, come: after }, settings.renamesBelow ?? 0), ...removed],
    ...(isStaged && { stages: [[], ...gates] }),
    warnings: [...ordered.cycles.map((cycle) => `${cycle.join(', ')} need each other`), ...ordered.missing],
    refusals: written.flatMap(({ refusals }) => refusals),
    live,
  }
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`
}

interface Moved {
  readonly gone: readonly ManifestObject[]
  /** As long as the changes, and in their order. */
  readonly come: readonly ManifestObject[]
}

/** The changes; what is created and is like something that goes shows only what is otherwise. */
function withRenames(
  changes: readonly ObjectChange[],
  { gone, come }: Moved,
  fraction: number,
): readonly ObjectChange[] {
  const fresh = come.filter((_, at) => changes[at]?.change === 'create').map(({ object }) => object)
  const olds = gone.map(({ object }) => object)
  const pairs = findRenames(olds, fresh, fraction)
  return changes.map((change, at) => {
    const wanted = come[at]?.object
    const old = wanted && pairs.get(wanted)
    if (wanted === undefined || old === undefined) return change
    const facts = { ...NO_FACTS, source: change.source, schema: schemaOfKind(wanted) }
    const { fields } = compareObject({ previous: old, wanted, live: old, merged: wanted }, facts)
    return { ...change, renamedFrom: old.metadata.name, fields: fieldsAnew(fields) }
  })
}

const OURS: ReadonlySet<string> = new Set([FIELD_MANAGER])
const NO_FACTS = { ours: OURS, isOwned: true, refused: [], instances: [] } as const

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
      ours: OURS,
      isOwned: previous !== undefined || stranger === undefined,
      refused: foreseen.immutable.map(pointerOf),
      instances: isDefinition(one.object) && live !== undefined ? await visibleInstances(world, live) : [],
    },
  )
  const taken = previous === undefined && settings.takesOwnership !== true ? stranger : undefined
  const showsForeign = settings.showsForeign === true && live !== undefined
  const foreign = showsForeign ? foreignFields(live, one.object, { ours: OURS, merged: foreseen.merged }) : []
  const told = foreign.length === 0 ? change : { ...change, foreign }
  return { change: told, refusals: refusalsOf(one, { change, foreseen, taken }, settings) }
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
      ...NO_FACTS,
      source: one.source,
      schema: undefined,
      instances: isDefinition(one.object) && live !== undefined ? await visibleInstances(world, live) : [],
    },
  )
}
