import { coreType, type ResourceType } from '#client'

/** Endpoints that the scheduler reads and writes. */
export const types = {
  pods: coreType('pods', 'Pod'),
  nodes: coreType('nodes', 'Node', false),
  namespaces: coreType('namespaces', 'Namespace', false),
  services: coreType('services', 'Service'),
  persistentVolumeClaims: coreType('persistentvolumeclaims', 'PersistentVolumeClaim'),
  persistentVolumes: coreType('persistentvolumes', 'PersistentVolume', false),
  replicationControllers: coreType('replicationcontrollers', 'ReplicationController'),
  replicaSets: named('apps', 'replicasets', 'ReplicaSet'),
  statefulSets: named('apps', 'statefulsets', 'StatefulSet'),
  disruptionBudgets: named('policy', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  storageClasses: named('storage.k8s.io', 'storageclasses', 'StorageClass', false),
  csiNodes: named('storage.k8s.io', 'csinodes', 'CSINode', false),
  csiDrivers: named('storage.k8s.io', 'csidrivers', 'CSIDriver', false),
  csiCapacities: named('storage.k8s.io', 'csistoragecapacities', 'CSIStorageCapacity'),
  volumeAttachments: named('storage.k8s.io', 'volumeattachments', 'VolumeAttachment', false),
} as const

function named(group: string, resource: string, kind: string, isNamespaced = true): ResourceType {
  return { group, version: 'v1', resource, kind, isNamespaced }
}
