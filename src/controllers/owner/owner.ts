import type { Indexers, ObjectEvent } from '#client'
import { type JsonObject, type KubeObject, type OwnerReference, sameJson, textAt, valueAt } from '#kube'
import type { Context, ObjectKey } from '#reconcile'

/** The owner that controls an object; undefined when none does. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  const owners = valueAt(object, 'metadata', 'ownerReferences')
  return Array.isArray(owners)
    ? (owners as unknown as OwnerReference[]).find(({ controller }) => controller === true)
    : undefined
}

/** Whether `owner` controls the object. */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata['uid']
}

/** The owner reference that controllers put on what they make. */
export function controllerReference(owner: KubeObject): JsonObject {
  const { apiVersion, kind, metadata } = owner
  const uid = textAt(metadata, 'uid')
  return { apiVersion, kind, name: metadata.name, uid, controller: true, blockOwnerDeletion: true }
}

/** Index of objects by the uid of the owner that controls them. */
export const BY_CONTROLLER = 'controller-uid'
/** Index of objects in a namespace that nobody controls, by the namespace. */
export const ORPHANS = 'orphans'

/** What `claim` finds objects with. */
export const ownerIndexers: Indexers = {
  [BY_CONTROLLER]: (object) => {
    const owner = controllerOf(object)
    return owner === undefined ? [] : [owner.uid]
  },
  [ORPHANS]: (object) => (controllerOf(object) === undefined ? [textAt(object, 'metadata', 'namespace')] : []),
}

/**
 * Keys of the owners of a kind that a change of an owned object concerns: the one that controls it, the one that did, and
 * for an object that nobody controls those `candidates` names.
 */
export function ownerKeys(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  candidates?: (orphan: KubeObject, context: Context) => readonly ObjectKey[],
): (event: ObjectEvent, context: Context) => readonly ObjectKey[] {
  const group = apiVersion.slice(0, apiVersion.indexOf('/') + 1)
  const keyOf = (object: KubeObject | undefined): ObjectKey[] => {
    const owner = object === undefined ? undefined : controllerOf(object)
    return object !== undefined && owner?.kind === kind && isOfGroup(owner, group)
      ? [{ namespace: textAt(object, 'metadata', 'namespace'), name: owner.name }]
      : []
  }
  return ({ type, object, previous }, context) => {
    const owned = [...keyOf(object), ...keyOf(previous)]
    const isOrphan = type !== 'DELETED' && controllerOf(object) === undefined
    if (!isOrphan || candidates === undefined || !isOfInterest(object, previous)) return owned
    return [...owned, ...candidates(object, context)]
  }
}

/** What nobody controls is looked at when it is new, was let go, or has other labels: no other change makes it anybody's. */
function isOfInterest(orphan: KubeObject, previous: KubeObject | undefined): boolean {
  if (previous === undefined || controllerOf(previous) !== undefined) return true
  return !sameJson(valueAt(orphan, 'metadata', 'labels') ?? null, valueAt(previous, 'metadata', 'labels') ?? null)
}

function isOfGroup({ apiVersion }: OwnerReference, group: string): boolean {
  return apiVersion.slice(0, apiVersion.indexOf('/') + 1) === group
}
