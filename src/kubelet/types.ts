import { coreType, type ResourceType } from '#client'

/** Endpoints that kubelets read and write. */
export const types = {
  pods: coreType('pods', 'Pod'),
  nodes: coreType('nodes', 'Node', false),
  configMaps: coreType('configmaps', 'ConfigMap'),
  secrets: coreType('secrets', 'Secret'),
  claims: coreType('persistentvolumeclaims', 'PersistentVolumeClaim'),
  leases: { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', kind: 'Lease', isNamespaced: true },
} as const satisfies Record<string, ResourceType>
