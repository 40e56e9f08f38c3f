import { definitionsIn } from './definition.ts'
import { type KindRows, lookupIn } from './lookup.ts'
import {
  conditions,
  containerFields,
  jobTemplate,
  kind,
  metadata,
  plainKind,
  podFields,
  podTemplate,
  workload,
} from './parts.ts'
import { listBy, type MergeSchemas, mapOf, scalarList } from './schema.ts'

const pod = mapOf({ ...podFields, ephemeralContainers: listBy('name', containerFields) })
const webhooks = kind({ webhooks: listBy('name') })

const rows: KindRows = [
  ['v1/{Binding,ConfigMap,Endpoints,Event,LimitRange,PersistentVolume,ResourceQuota,Secret}', plainKind],
  ['v1/ComponentStatus', kind({ conditions: listBy('type') })],
  ['v1/{Namespace,PersistentVolumeClaim}', kind({ status: conditions() })],
  ['v1/Node', kind({ spec: mapOf({ podCIDRs: scalarList }), status: conditions({ addresses: listBy('type') }) })],
  ['v1/Pod', kind({ spec: pod, status: conditions({ podIPs: listBy('ip') }) })],
  ['v1/PodTemplate', kind({ template: podTemplate(pod) })],
  ['v1/ReplicationController apps/v1/{DaemonSet,ReplicaSet,StatefulSet} batch/v1/Job', workload(pod)],
  ['apps/v1/Deployment', workload(pod, { strategy: { retainsKeys: true } })],
  ['batch/{v1,v1beta1}/CronJob', kind({ spec: mapOf({ jobTemplate: jobTemplate(pod) }) })],
  ['v1/Service', kind({ spec: mapOf({ ports: listBy(['port', 'protocol']) }), status: conditions() })],
  ['v1/ServiceAccount', kind({ secrets: listBy('name') })],
  ['admissionregistration.k8s.io/{v1,v1beta1}/{MutatingWebhookConfiguration,ValidatingWebhookConfiguration}', webhooks],
  ['apiregistration.k8s.io/{v1,v1beta1}/APIService', kind({ status: conditions() })],
  [
    'policy/{v1,v1beta1}/PodDisruptionBudget',
    mapOf({ metadata, spec: mapOf({ selector: { isReplaced: true } }), status: conditions() }),
  ],
  ['storage.k8s.io/{v1,v1beta1}/CSINode', kind({ spec: mapOf({ drivers: listBy('name') }) })],
  [
    `apiextensions.k8s.io/{v1,v1beta1}/CustomResourceDefinition apps/v1/ControllerRevision
    authentication.k8s.io/v1/TokenRequest authentication.k8s.io/{v1,v1beta1}/TokenReview
    authorization.k8s.io/{v1,v1beta1}/{LocalSubjectAccessReview,SelfSubjectAccessReview,SelfSubjectRulesReview}
    authorization.k8s.io/{v1,v1beta1}/SubjectAccessReview autoscaling/{v1,v2beta1,v2beta2}/HorizontalPodAutoscaler
    autoscaling/v1/Scale certificates.k8s.io/{v1,v1beta1}/CertificateSigningRequest
    coordination.k8s.io/{v1,v1beta1}/Lease discovery.k8s.io/{v1,v1beta1}/EndpointSlice
    events.k8s.io/{v1,v1beta1}/Event extensions/v1beta1/Ingress
    flowcontrol.apiserver.k8s.io/v1beta1/{FlowSchema,PriorityLevelConfiguration}
    networking.k8s.io/{v1,v1beta1}/{Ingress,IngressClass} networking.k8s.io/v1/NetworkPolicy
    node.k8s.io/{v1,v1beta1}/RuntimeClass policy/v1beta1/{Eviction,PodSecurityPolicy}
    rbac.authorization.k8s.io/{v1,v1beta1}/{ClusterRole,ClusterRoleBinding,Role,RoleBinding}
    scheduling.k8s.io/{v1,v1beta1}/PriorityClass
    storage.k8s.io/{v1,v1beta1}/{CSIDriver,StorageClass,VolumeAttachment} storage.k8s.io/v1beta1/CSIStorageCapacity`,
    plainKind,
  ],
]

/** What kustomize knows of built-in kinds: the schema of Kubernetes 1.21.2. Newer kinds and versions have none. */
export const kubernetes121: MergeSchemas = withDefinitions(lookupIn(rows))

function withDefinitions(kinds: MergeSchemas): MergeSchemas {
  return Object.assign(kinds, { definition: definitionsIn(kinds) })
}
