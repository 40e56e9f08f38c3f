import { mapAt, textAt } from '#kinds'
import { isTerminating, type KubeObject, storageClassOf } from '#kube'
import type { Listed } from '../cluster/listed.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import type { ClusterEvent } from '../queue/event.ts'

/** The claims of a pod by what has to be done for them. */
export interface PodClaims {
  /** They have their volume. */
  readonly bound: readonly KubeObject[]
  /** They get one once it is known where the pod runs. */
  readonly delayed: readonly KubeObject[]
  /** Others give them one: the pod waits for that. */
  readonly immediate: readonly KubeObject[]
}

/** Sorts the claims of a pod; a text instead says why the pod cannot run anywhere yet. Source: volumebinding podHasPVCs. */
export function claimsOf(pod: PodInfo, listed: Listed): PodClaims | string {
  const bound: KubeObject[] = []
  const delayed: KubeObject[] = []
  const immediate: KubeObject[] = []
  for (const { name, isEphemeral } of pod.volumes.claims) {
    const claim = listed.claim(pod.namespace, name)
    if (claim === undefined) return isEphemeral ? waitingFor(name) : `persistentvolumeclaim "${name}" not found`
    const trouble = troubleOf(claim) ?? (isEphemeral ? foreign(claim, pod) : undefined)
    if (trouble !== undefined) return trouble
    if (isBound(claim)) bound.push(claim)
    else if (isDelayed(claim, listed)) delayed.push(claim)
    else immediate.push(claim)
  }
  return { bound, delayed, immediate }
}

/** Whether a claim has its volume, for good. */
export function isBound(claim: KubeObject): boolean {
  const marks = mapAt(claim.metadata, 'annotations')
  return volumeNameOf(claim) !== '' && marks['pv.kubernetes.io/bind-completed'] !== undefined
}

/** The volume a claim names; empty when it names none. */
export function volumeNameOf(claim: KubeObject): string {
  return textAt(mapAt(claim, 'spec'), 'volumeName')
}

/** Whether a change is of a claim of the pod. */
export function isOfOwnClaim(pod: PodInfo, { before, after }: ClusterEvent): boolean {
  const claim = after ?? before
  if (claim === undefined || claim.metadata['namespace'] !== pod.namespace) return false
  return pod.volumes.claims.some(({ name }) => name === claim.metadata.name)
}

/** Whether a claim waits for its first pod. */
function isDelayed(claim: KubeObject, listed: Listed): boolean {
  const mode = textAt(listed.storageClass(storageClassOf(claim)) ?? {}, 'volumeBindingMode')
  return mode === 'WaitForFirstConsumer' && volumeNameOf(claim) === ''
}

function waitingFor(name: string): string {
  return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
}

function troubleOf(claim: KubeObject): string | undefined {
  const { name } = claim.metadata
  if (textAt(mapAt(claim, 'status'), 'phase') === 'Lost') {
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${volumeNameOf(claim)}"`
  }
  return !isTerminating(claim) ? undefined : `persistentvolumeclaim "${name}" is being deleted`
}

function foreign({ metadata }: KubeObject, pod: PodInfo): string | undefined {
  const owners = metadata['ownerReferences']
  const isOwn =
    Array.isArray(owners) &&
    owners.some((owner) => mapAt(owner)['controller'] === true && mapAt(owner)['uid'] === pod.uid)
  return isOwn
    ? undefined
    : `PVC ${pod.namespace}/${metadata.name} was not created for pod ${pod.key} (pod is not owner)`
}
