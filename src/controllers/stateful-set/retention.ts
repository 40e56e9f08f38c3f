import { mapAt } from '#kinds'
import { type JsonObject, type KubeObject, type OwnerReference, textAt, valueAt } from '#kube'
import { controllerReference } from '../owner/owner.ts'
import { isWanted, ordinalOf, ordinalsOf } from './identity.ts'

/** What becomes of the claims of a stateful set. */
interface Retention {
  readonly isDeletedWithSet: boolean
  readonly isDeletedWithPlace: boolean
}

/**
 * The owners that a claim of a pod has to have so that it goes with the set (`whenDeleted`) or with its place in it
 * (`whenScaled`); undefined when they are right, or when the claim belongs to somebody else and is left alone.
 * Source: kubernetes pkg/controller/statefulset isClaimOwnerUpToDate, updateClaimOwnerRefForSetAndPod.
 */
export function claimOwners(claim: KubeObject, set: KubeObject, pod: KubeObject): readonly JsonObject[] | undefined {
  const owners = ownersOf(claim)
  const isStale = owners.some((owner) => isFormer(owner, set) || isFormer(owner, pod))
  if (isStale) return undefined
  const isOurs = (owner: OwnerReference): boolean => names(owner, set) || names(owner, pod)
  const others = owners.filter((owner) => !isOurs(owner))
  const retention = retentionOf(set)
  const isForeign = deletesSome(retention) && others.some(({ controller }) => controller === true)
  const wanted = isForeign ? [] : wantedOwners(retention, set, pod)
  const ours = owners.filter(isOurs)
  const isRight =
    ours.length === wanted.length && ours.every((owner) => owner.controller === true && isAmong(owner, wanted))
  return isRight ? undefined : [...(others as unknown as JsonObject[]), ...wanted.map(controllerReference)]
}

/**
 * Whether a claim still waits for its removal with a pod of before: until it is gone no pod is made for the place.
 * Source: PodClaimIsStale.
 */
export function isStaleClaim(claim: KubeObject, set: KubeObject, podName: string): boolean {
  return (
    retentionOf(set).isDeletedWithPlace && ownersOf(claim).some(({ kind, name }) => kind === 'Pod' && name === podName)
  )
}

function retentionOf(set: KubeObject): Retention {
  const policy = mapAt(set, 'spec', 'persistentVolumeClaimRetentionPolicy')
  return {
    isDeletedWithSet: policy['whenDeleted'] === 'Delete',
    isDeletedWithPlace: policy['whenScaled'] === 'Delete',
  }
}

/** With nothing to delete, another controller of a claim is nobody's business. */
function deletesSome({ isDeletedWithSet, isDeletedWithPlace }: Retention): boolean {
  return isDeletedWithSet || isDeletedWithPlace
}

function wantedOwners(retention: Retention, set: KubeObject, pod: KubeObject): readonly KubeObject[] {
  const isScaledDown = !isWanted(ordinalOf(pod), ordinalsOf(set))
  if (retention.isDeletedWithPlace && isScaledDown) return [pod]
  return retention.isDeletedWithSet ? [set] : []
}

function ownersOf(object: KubeObject): readonly OwnerReference[] {
  const owners = valueAt(object, 'metadata', 'ownerReferences')
  return Array.isArray(owners) ? (owners as unknown as OwnerReference[]) : []
}

function isAmong({ uid }: OwnerReference, wanted: readonly KubeObject[]): boolean {
  return wanted.some((one) => textAt(one, 'metadata', 'uid') === uid)
}

/** Whether an owner reference has the kind and name of an object. */
function names(owner: OwnerReference, { apiVersion, kind, metadata }: KubeObject): boolean {
  return groupOf(owner.apiVersion) === groupOf(apiVersion) && owner.kind === kind && owner.name === metadata.name
}

/** Whether an owner reference means an object that had the same name before. */
function isFormer(owner: OwnerReference, object: KubeObject): boolean {
  return names(owner, object) && owner.uid !== object.metadata['uid']
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
}
