import { coreType, type ResourceType } from '#client'

/** Endpoints that the controllers here read and write. */
export const types = {
  namespaces: coreType('namespaces', 'Namespace', false),
  serviceAccounts: coreType('serviceaccounts', 'ServiceAccount'),
  configMaps: coreType('configmaps', 'ConfigMap'),
  secrets: coreType('secrets', 'Secret'),
  pods: coreType('pods', 'Pod'),
  services: coreType('services', 'Service'),
  persistentVolumeClaims: coreType('persistentvolumeclaims', 'PersistentVolumeClaim'),
  replicationControllers: coreType('replicationcontrollers', 'ReplicationController'),
  resourceQuotas: coreType('resourcequotas', 'ResourceQuota'),
  certificateRequests: named('certificates.k8s.io', 'certificatesigningrequests', 'CertificateSigningRequest', false),
  disruptionBudgets: named('policy', 'poddisruptionbudgets', 'PodDisruptionBudget'),
} as const

function named(group: string, resource: string, kind: string, isNamespaced = true): ResourceType {
  return { group, version: 'v1', resource, kind, isNamespaced }
}
