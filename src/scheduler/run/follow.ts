import type { ObjectEvent, ResourceType } from '#client'
import { type KubeObject, sameJson, textAt, valueAt } from '#kube'
import { isFinished, isSameInfo, nodeNameOf, nominatedNodeOf, type PodInfo, podInfoOf } from '../pod/pod-info.ts'
import type { ClusterEvent, EventResource } from '../queue/event.ts'
import { types } from '../types.ts'
import type { Desk } from './desk.ts'

/** Keeps the state and the queue as the caches are. Returns how to stop. */
export function follow(desk: Desk): () => void {
  const stops = [
    on(desk, types.nodes, (event) => nodeChanged(desk, event)),
    on(desk, types.pods, (event) => podChanged(desk, event)),
    ...OTHERS.map(([resource, type]) => on(desk, type, (event) => tell(desk, clusterEvent(resource, event)))),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

const OTHERS: readonly (readonly [EventResource, ResourceType])[] = [
  ['Namespace', types.namespaces],
  ['PersistentVolumeClaim', types.persistentVolumeClaims],
  ['PersistentVolume', types.persistentVolumes],
  ['StorageClass', types.storageClasses],
  ['CSINode', types.csiNodes],
  ['CSIDriver', types.csiDrivers],
  ['CSIStorageCapacity', types.csiCapacities],
  ['VolumeAttachment', types.volumeAttachments],
  ['Service', types.services],
]

function on(desk: Desk, type: ResourceType, handle: (event: ObjectEvent) => void): () => void {
  return desk.context.informer(type).onChange(handle)
}

function clusterEvent(resource: EventResource, { type, object, previous }: ObjectEvent): ClusterEvent {
  if (type === 'DELETED') return { resource, before: object }
  return { resource, after: object, ...(previous !== undefined && { before: previous }) }
}

function tell(desk: Desk, event: ClusterEvent): void {
  if (desk.queue.size === 0) return
  desk.queue.wake(event, desk.context.clock.now())
  desk.nudge()
}

function nodeChanged(desk: Desk, event: ObjectEvent): void {
  const { object, previous, type } = event
  desk.state.setNode(object.metadata.name, type === 'DELETED' ? undefined : object)
  if (type !== 'MODIFIED' || previous === undefined || !isSameNode(previous, object))
    tell(desk, clusterEvent('Node', event))
}

/** Nodes report all the time: only what decisions look at is news. */
function isSameNode(before: KubeObject, after: KubeObject): boolean {
  return PARTS.every((path) => sameJson(valueAt(before, ...path), valueAt(after, ...path)))
}

const PARTS: readonly (readonly string[])[] = [
  ['metadata', 'labels'],
  ['spec', 'taints'],
  ['spec', 'unschedulable'],
  ['status', 'allocatable'],
]

function podChanged(desk: Desk, { type, object, previous }: ObjectEvent): void {
  // a pod of the same name that came while nobody looked is another one
  if (previous !== undefined && previous.metadata['uid'] !== object.metadata['uid']) podGone(desk, previous)
  if (type === 'DELETED' || isFinished(object)) podGone(desk, object)
  else if (nodeNameOf(object) === '') podWaits(desk, object)
  else podPlaced(desk, object)
}

function podGone(desk: Desk, object: KubeObject): void {
  const uid = textAt(object, 'metadata', 'uid')
  desk.queue.remove(uid)
  const hadNomination = desk.nominations.nodeOf(uid) !== ''
  desk.nominations.drop(uid)
  const placed = desk.state.placed(uid)
  if (placed === undefined && !hadNomination) return
  desk.state.removePod(uid)
  tell(desk, { resource: 'AssignedPod', before: withNode(object, placed?.node.name ?? '') })
}

/** A pod that was about to be bound frees what it would have had. */
function withNode(object: KubeObject, nodeName: string): KubeObject {
  if (nodeNameOf(object) !== '' || nodeName === '') return object
  return { ...object, spec: { ...(object['spec'] as KubeObject), nodeName } }
}

function podWaits(desk: Desk, object: KubeObject): void {
  const { state, queue, nominations, context, profiles } = desk
  if (!profiles.has(textAt(object, 'spec', 'schedulerName'))) return
  const pod = podInfoOf(object)
  if (state.placed(pod.uid) !== undefined) return
  const nominated = nominatedNodeOf(object)
  if (nominated !== '' || nominations.nodeOf(pod.uid) !== '')
    nominations.set(pod, nominated || nominations.nodeOf(pod.uid))
  queue.put(pod, context.clock.now())
  desk.nudge()
}

function podPlaced(desk: Desk, object: KubeObject): void {
  const { state, queue, nominations } = desk
  const uid = textAt(object, 'metadata', 'uid')
  const nodeName = nodeNameOf(object)
  const placed = state.placed(uid)
  const before = placed?.pod.object
  if (placed !== undefined && placed.node.name === nodeName && isSameInfo(placed.pod.object, object)) {
    placed.pod.object = object
    return
  }
  if (queue.has(uid)) queue.remove(uid)
  nominations.drop(uid)
  const pod: PodInfo = podInfoOf(object)
  state.addPod(pod, nodeName)
  tell(desk, { resource: 'AssignedPod', after: object, ...(before !== undefined && { before }) })
}
