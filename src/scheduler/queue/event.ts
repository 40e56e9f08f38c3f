import type { KubeObject } from '#kube'

/** What changed. `AssignedPod` is one on a node, `TargetPod` the very one that waits. */
export type EventResource =
  | 'Node'
  | 'AssignedPod'
  | 'TargetPod'
  | 'Namespace'
  | 'PersistentVolumeClaim'
  | 'PersistentVolume'
  | 'StorageClass'
  | 'CSINode'
  | 'CSIDriver'
  | 'CSIStorageCapacity'
  | 'VolumeAttachment'
  | 'Service'

/** A change that may help pods that wait. `before` is missing for what is new, `after` for what is gone. */
export interface ClusterEvent {
  readonly resource: EventResource
  readonly before?: KubeObject
  readonly after?: KubeObject
}
