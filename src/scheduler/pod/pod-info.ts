import { mapAt, mapsAt, numberAt, textAt } from '#kinds'
import { type JsonObject, type KubeObject, sameJson } from '#kube'
import { type HostPort, hostPortsOf } from './ports.ts'
import { type Requests, requestsOf } from './requests.ts'
import { type PodAffinity, podAffinityOf } from './term.ts'
import { type PodVolumes, volumesOf } from './volumes.ts'

/** A pod as the scheduler counts it: read once, used for every decision. */
export interface PodInfo {
  /** As it was last seen; what is below does not differ between the ones it has been. */
  object: KubeObject
  readonly uid: string
  /** `namespace/name`. */
  readonly key: string
  readonly namespace: string
  readonly name: string
  readonly labels: JsonObject
  readonly priority: number
  readonly isTerminating: boolean
  readonly requests: Requests
  readonly ports: readonly HostPort[]
  readonly affinity: PodAffinity
  readonly volumes: PodVolumes
}

/** Reads a pod. */
export function podInfoOf(object: KubeObject): PodInfo {
  const { metadata } = object
  const namespace = textAt(metadata, 'namespace')
  return {
    object,
    uid: textAt(metadata, 'uid'),
    key: `${namespace}/${metadata.name}`,
    namespace,
    name: metadata.name,
    labels: mapAt(metadata, 'labels'),
    priority: priorityOf(object),
    isTerminating: metadata['deletionTimestamp'] !== undefined,
    requests: requestsOf(object),
    ports: hostPortsOf(object),
    affinity: podAffinityOf(object),
    volumes: volumesOf(object),
  }
}

/** Whether reading the second anew would give the same. */
export function isSameInfo(before: KubeObject, after: KubeObject): boolean {
  const [a, b] = [before.metadata, after.metadata]
  return (
    a['uid'] === b['uid'] &&
    (a['deletionTimestamp'] === undefined) === (b['deletionTimestamp'] === undefined) &&
    sameJson(a['labels'] ?? null, b['labels'] ?? null) &&
    sameSpec(mapAt(before, 'spec'), mapAt(after, 'spec')) &&
    sameJson(givenTo(before), givenTo(after))
  )
}

/** A pod's place does not count: it is known. */
function sameSpec(before: JsonObject, after: JsonObject): boolean {
  if (before['nodeName'] === after['nodeName']) return sameJson(before, after)
  return sameJson({ ...before, nodeName: '' }, { ...after, nodeName: '' })
}

/** What containers were given, of pods that are resized. */
function givenTo(pod: KubeObject): JsonObject[] {
  return mapsAt(mapAt(pod, 'status'), 'containerStatuses')
    .filter(({ resources }) => resources !== undefined)
    .map(({ name = '', resources = null, allocatedResources = null }) => ({ name, resources, allocatedResources }))
}

/** The pod's priority; 0 unless told. */
export function priorityOf(pod: KubeObject): number {
  return numberAt(mapAt(pod, 'spec'), 'priority') ?? 0
}

/** The node a pod is on; empty when it has none. */
export function nodeNameOf(pod: KubeObject): string {
  return textAt(mapAt(pod, 'spec'), 'nodeName')
}

/** The node that was made free for a pod; empty when none was. */
export function nominatedNodeOf(pod: KubeObject): string {
  return textAt(mapAt(pod, 'status'), 'nominatedNodeName')
}

/** Whether a pod has ended. */
export function isFinished(pod: KubeObject): boolean {
  const phase = textAt(mapAt(pod, 'status'), 'phase')
  return phase === 'Succeeded' || phase === 'Failed'
}
