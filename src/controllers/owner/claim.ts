import type { ResourceType } from '#client'
import { isTerminating, type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import type { Context } from '#reconcile'
import { isRefusal, unless } from '../refusal.ts'
import { controllerReference, isControlledBy } from './owner.ts'

/** Whose objects are looked for, and which may be its own. */
export interface Claim {
  readonly owner: KubeObject
  readonly ownerType: ResourceType
  readonly type: ResourceType
  /** Those it controls and those that nobody controls. */
  readonly candidates: readonly KubeObject[]
  /** Whether the owner's selector, or whatever stands for it, says that the object is its own. */
  matches(object: KubeObject): boolean
  /** Put on what is adopted. */
  readonly finalizer?: string
}

/**
 * The objects that belong to an owner: those it controls and selects; orphans that it selects are adopted, those it
 * controls and no longer selects are released. An owner that is going away does neither.
 * Source: kubernetes pkg/controller/controller_ref_manager.go.
 */
export async function claim(what: Claim, context: Context): Promise<readonly KubeObject[]> {
  const { owner, candidates, matches } = what
  const isGoing = isTerminating(owner)
  const owned = candidates.filter((one) => isControlledBy(one, owner))
  const kept = owned.filter(matches)
  if (isGoing) return kept
  for (const one of owned) if (!matches(one)) await release(one, what, context)
  const orphans = candidates.filter((one) => isFree(one) && matches(one))
  if (orphans.length === 0 || !(await isStillThere(what, context))) return kept
  const adopted = await Promise.all(orphans.map((one) => adopt(one, what, context)))
  return [...kept, ...adopted.filter((one) => one !== undefined)]
}

function isFree(object: KubeObject): boolean {
  const owners = valueAt(object, 'metadata', 'ownerReferences')
  const isControlled =
    Array.isArray(owners) && owners.some((one) => (one as JsonObject | null)?.['controller'] === true)
  return !isControlled && !isTerminating(object)
}

/** A cache may be behind: nothing is adopted for an owner that is gone, or that another one of its name has replaced. */
async function isStillThere({ owner, ownerType }: Claim, { client }: Context): Promise<boolean> {
  const fresh = await unless(['NotFound'], client.get(ownerType, placeOf(owner)))
  return fresh !== undefined && fresh.metadata['uid'] === owner.metadata['uid'] && !isTerminating(fresh)
}

async function adopt(object: KubeObject, what: Claim, { client }: Context): Promise<KubeObject | undefined> {
  const ownerReferences = [controllerReference(what.owner)]
  const finalizers = what.finalizer === undefined ? {} : { finalizers: [what.finalizer] }
  const body = { metadata: { ownerReferences, ...finalizers, uid: textAt(object, 'metadata', 'uid') } }
  return unless(['NotFound', 'Conflict'], client.patch(what.type, placeOf(object), { type: 'strategic', body }))
}

async function release(object: KubeObject, { owner, type }: Claim, { client }: Context): Promise<void> {
  const reference = { $patch: 'delete', uid: textAt(owner, 'metadata', 'uid') }
  const body = { metadata: { ownerReferences: [reference], uid: textAt(object, 'metadata', 'uid') } }
  try {
    await client.patch(type, placeOf(object), { type: 'strategic', body })
  } catch (error) {
    if (!isRefusal(error, 'NotFound', 'Invalid', 'Conflict')) throw error
  }
}

function placeOf({ metadata }: KubeObject): { namespace: string; name: string } {
  return { namespace: textAt(metadata, 'namespace'), name: metadata.name }
}
