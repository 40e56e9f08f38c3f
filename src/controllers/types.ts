import { coreType, type ResourceType } from '#client'
import { type KubeObject, valueAt } from '#kube'
import type { Followed, View } from '#reconcile'

/** Endpoints that the controllers here read and write. */
export const types = {
  namespaces: coreType('namespaces', 'Namespace', false),
  serviceAccounts: coreType('serviceaccounts', 'ServiceAccount'),
  configMaps: coreType('configmaps', 'ConfigMap'),
  secrets: coreType('secrets', 'Secret'),
  pods: coreType('pods', 'Pod'),
  services: coreType('services', 'Service'),
  persistentVolumeClaims: coreType('persistentvolumeclaims', 'PersistentVolumeClaim'),
  persistentVolumes: coreType('persistentvolumes', 'PersistentVolume', false),
  volumeAttributesClasses: named('storage.k8s.io', 'volumeattributesclasses', 'VolumeAttributesClass', false),
  replicationControllers: coreType('replicationcontrollers', 'ReplicationController'),
  resourceQuotas: coreType('resourcequotas', 'ResourceQuota'),
  certificateRequests: named('certificates.k8s.io', 'certificatesigningrequests', 'CertificateSigningRequest', false),
  disruptionBudgets: named('policy', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  deployments: named('apps', 'deployments', 'Deployment'),
  replicaSets: named('apps', 'replicasets', 'ReplicaSet'),
  statefulSets: named('apps', 'statefulsets', 'StatefulSet'),
  daemonSets: named('apps', 'daemonsets', 'DaemonSet'),
  controllerRevisions: named('apps', 'controllerrevisions', 'ControllerRevision'),
  autoscalers: {
    ...named('autoscaling', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
    version: 'v2',
  },
  jobs: named('batch', 'jobs', 'Job'),
  cronJobs: named('batch', 'cronjobs', 'CronJob'),
  nodes: coreType('nodes', 'Node', false),
  endpoints: coreType('endpoints', 'Endpoints'),
  endpointSlices: named('discovery.k8s.io', 'endpointslices', 'EndpointSlice'),
  leases: named('coordination.k8s.io', 'leases', 'Lease'),
  storageClasses: named('storage.k8s.io', 'storageclasses', 'StorageClass', false),
  serviceCidrs: named('networking.k8s.io', 'servicecidrs', 'ServiceCIDR', false),
  ipAddresses: named('networking.k8s.io', 'ipaddresses', 'IPAddress', false),
} as const

function named(group: string, resource: string, kind: string, isNamespaced = true): ResourceType {
  return { group, version: 'v1', resource, kind, isNamespaced }
}

/** Names alone: for who wants to know what comes and goes. */
const NAMES: View = { name: 'names', isPartial: true, keep: nameOnly }

/** What is followed of resources that may have very many objects. */
export const views = {
  clusterInfo: { ...types.configMaps, view: { name: 'cluster-info', fieldSelector: 'metadata.name=cluster-info' } },
  rootCa: { ...types.configMaps, view: { name: 'root-ca', fieldSelector: 'metadata.name=kube-root-ca.crt' } },
  accountTokens: {
    ...types.secrets,
    view: { name: 'account-tokens', fieldSelector: 'type=kubernetes.io/service-account-token' },
  },
  bootstrapTokens: {
    ...types.secrets,
    view: { name: 'bootstrap-tokens', fieldSelector: 'type=bootstrap.kubernetes.io/token' },
  },
  serviceAccounts: { ...types.serviceAccounts, view: NAMES },
  configMaps: { ...types.configMaps, view: NAMES },
  secrets: { ...types.secrets, view: NAMES },
  services: { ...types.services, view: NAMES },
  persistentVolumeClaims: { ...types.persistentVolumeClaims, view: NAMES },
  ipAddresses: { ...types.ipAddresses, view: { name: 'names-and-labels', isPartial: true, keep: nameAndLabels } },
  nodeLeases: {
    ...types.leases,
    view: { name: 'of-nodes', fieldSelector: 'metadata.namespace=kube-node-lease', keep: renewalOnly },
  },
} as const satisfies Record<string, Followed>

function nameOnly({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { name, namespace = '', uid = '', resourceVersion = '' } = metadata
  return { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } }
}

function nameAndLabels(object: KubeObject): KubeObject {
  const { metadata, ...rest } = nameOnly(object)
  return { ...rest, metadata: { ...metadata, labels: valueAt(object, 'metadata', 'labels') ?? {} } }
}

/** When the holder was last heard of. */
function renewalOnly(lease: KubeObject): KubeObject {
  return { ...nameOnly(lease), spec: { renewTime: valueAt(lease, 'spec', 'renewTime') ?? '' } }
}
