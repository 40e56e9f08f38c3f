import type { KubeObject } from '#kube'
import { compareObject, fieldsAnew, findRenames, type ObjectChange, type Plan, schemaOfKind } from '#plan'
import type { ManifestObject } from '../contract/apply.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { identityOf } from '../manifest/match.ts'
import { readStored } from '../manifest/read.ts'
import { findRelease } from '../query/find.ts'
import { hookChanges } from './hooks.ts'
import type { PlanLook } from './plan.ts'

/** Two records: of one release, or of two. */
export interface Pairing {
  /** A revision; 0 is the newest. */
  readonly left: { readonly name: string; readonly revision: number }
  readonly right: { readonly name: string; readonly revision: number; readonly world?: ReleaseWorld }
}

/**
 * How one record differs from another: what would change from `left` to `right` if the cluster were as the records say. No
 * object of the cluster is looked at. Throws ReleaseError `record-missing`.
 */
export async function compareRecords(world: ReleaseWorld, { left, right }: Pairing, look: PlanLook): Promise<Plan> {
  const other = right.world ?? world
  const [{ release: one }, { release: two }] = await Promise.all([
    findRelease(world.driver, left.name, left.revision),
    findRelease(other.driver, right.name, right.revision),
  ])
  const before = (await readStored(one.manifest, world)).map((object) => named(object, one, two))
  const after = await readStored(two.manifest, other)
  const hooks = { hooks: two.hooks, before: one.hooks }
  return {
    release: { name: one.name, namespace: one.namespace, revision: one.version },
    against: { name: two.name, namespace: two.namespace, revision: two.version },
    operation: 'comparison',
    changes: changesBetween(before, after, look),
    hooks: (await hookChanges(look.includesTests === true ? [...EVENTS, 'test'] : EVENTS, hooks)).filter(
      ({ change }) => change !== 'unchanged',
    ),
    warnings: [],
    refusals: [],
  }
}

const EVENTS = ['pre-install', 'post-install', 'pre-upgrade', 'post-upgrade', 'pre-rollback', 'post-rollback'] as const

/** An object of one release as it would be called in another. */
function named(one: ManifestObject, from: Release, to: Release): ManifestObject {
  const { metadata } = one.object
  const namespace = metadata['namespace'] === from.namespace ? to.namespace : metadata['namespace']
  const isNamespaced = namespace !== undefined
  const name = from.name === to.name ? metadata.name : metadata.name.replace(from.name, to.name)
  return { ...one, object: { ...one.object, metadata: { ...metadata, name, ...(isNamespaced && { namespace }) } } }
}

function changesBetween(
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
  { renamesBelow = 0 }: PlanLook,
): readonly ObjectChange[] {
  const [olds, news] = [byIdentity(before), byIdentity(after)]
  const gone = before.filter((one) => !news.has(identityOf(one)))
  const come = after.filter((one) => !olds.has(identityOf(one)))
  const renamed = findRenames(gone.map(objectOf), come.map(objectOf), renamesBelow)
  return [
    ...after.map((one) => change(olds.get(identityOf(one)), one, renamed.get(one.object))),
    ...gone.map((one) => change(one, undefined, undefined)),
  ]
}

function byIdentity(objects: readonly ManifestObject[]): ReadonlyMap<string, ManifestObject> {
  return new Map(objects.map((one) => [identityOf(one), one]))
}

function objectOf({ object }: ManifestObject): KubeObject {
  return object
}

function change(
  old: ManifestObject | undefined,
  next: ManifestObject | undefined,
  renamed: KubeObject | undefined,
): ObjectChange {
  const [previous, wanted] = [old?.object ?? renamed, next?.object]
  const facts = {
    source: next?.source ?? old?.source ?? '',
    schema: wanted && schemaOfKind(wanted),
    ours: new Set<string>(),
    isOwned: true,
    refused: [],
    instances: [],
  }
  const found = compareObject({ previous, wanted, live: previous, merged: wanted }, facts)
  if (renamed === undefined) return found
  return { ...found, change: 'create', renamedFrom: renamed.metadata.name, fields: fieldsAnew(found.fields) }
}
