import { type KindRows, lookupIn } from './lookup.ts'
import {
  conditions,
  containerFields,
  containerPorts,
  jobTemplate,
  kind,
  metadata,
  plainKind,
  podFields,
  podTemplate,
  retainedListBy,
  workload,
} from './parts.ts'
import { listBy, type MergeSchemas, mapOf, scalarList } from './schema.ts'

const pod = mapOf({
  ...podFields,
  ephemeralContainers: listBy('name', { ...containerFields, ports: containerPorts }),
  resourceClaims: retainedListBy('name'),
  schedulingGates: listBy('name'),
})
const claimStatuses = { resourceClaimStatuses: retainedListBy('name') }
const podStatus = conditions({ podIPs: listBy('ip'), hostIPs: listBy('ip'), ...claimStatuses })
const matchConditions = listBy('name')
const webhooks = kind({ webhooks: listBy('name', { matchConditions }) })

const rows: KindRows = [
  ['v1/{Binding,ConfigMap,Endpoints,Event,LimitRange,PersistentVolume,ResourceQuota,Secret}', plainKind],
  ['v1/ComponentStatus', kind({ conditions: listBy('type') })],
  ['v1/Node', kind({ spec: mapOf({ podCIDRs: scalarList }), status: conditions({ addresses: listBy('type') }) })],
  ['v1/Pod', kind({ spec: pod, status: podStatus })],
  ['v1/PodTemplate', kind({ template: podTemplate(pod) })],
  ['v1/ReplicationController apps/v1/{DaemonSet,ReplicaSet,StatefulSet} batch/v1/Job', workload(pod)],
  ['apps/v1/Deployment', workload(pod, { strategy: { retainsKeys: true } })],
  ['batch/v1/CronJob', kind({ spec: mapOf({ jobTemplate: jobTemplate(pod) }) })],
  ['v1/Service', kind({ spec: mapOf({ ports: listBy(['port', 'protocol']) }), status: conditions() })],
  ['v1/ServiceAccount', kind({ secrets: listBy('name') })],
  [
    'admissionregistration.k8s.io/{v1,v1alpha1,v1beta1}/MutatingAdmissionPolicy',
    kind({ spec: mapOf({ matchConditions }) }),
  ],
  [
    'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy',
    kind({ spec: mapOf({ matchConditions, variables: listBy('name') }) }),
  ],
  ['admissionregistration.k8s.io/v1/{MutatingWebhookConfiguration,ValidatingWebhookConfiguration}', webhooks],
  ['policy/v1/PodDisruptionBudget', kind({ spec: mapOf({ selector: { isReplaced: true } }), status: conditions() })],
  ['resource.k8s.io/{v1,v1beta1,v1beta2}/ResourceClaim', kind({ status: mapOf({ reservedFor: listBy('uid') }) })],
  ['resource.k8s.io/{v1,v1beta1,v1beta2}/ResourceClaimTemplate', kind({ spec: mapOf({ metadata }) })],
  [
    'scheduling.k8s.io/v1alpha2/PodGroup',
    kind({ spec: mapOf({ resourceClaims: retainedListBy('name') }), status: conditions(claimStatuses) }),
  ],
  ['storage.k8s.io/v1/CSINode', kind({ spec: mapOf({ drivers: listBy('name') }) })],
  [
    `v1/{Namespace,PersistentVolumeClaim} apiregistration.k8s.io/v1/APIService autoscaling/v2/HorizontalPodAutoscaler
    certificates.k8s.io/v1beta1/PodCertificateRequest
    flowcontrol.apiserver.k8s.io/v1/{FlowSchema,PriorityLevelConfiguration}
    networking.k8s.io/{v1,v1beta1}/ServiceCIDR resource.k8s.io/v1alpha3/ResourcePoolStatusRequest
    resource.k8s.io/{v1alpha3,v1beta2}/DeviceTaintRule storagemigration.k8s.io/v1beta1/StorageVersionMigration`,
    kind({ status: conditions() }),
  ],
  [
    `admissionregistration.k8s.io/{v1,v1alpha1,v1beta1}/MutatingAdmissionPolicyBinding
    admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding apiextensions.k8s.io/v1/CustomResourceDefinition
    apps/v1/ControllerRevision authentication.k8s.io/v1/{SelfSubjectReview,TokenRequest,TokenReview}
    authorization.k8s.io/v1/{LocalSubjectAccessReview,SelfSubjectAccessReview,SelfSubjectRulesReview}
    authorization.k8s.io/v1/SubjectAccessReview autoscaling/v1/{HorizontalPodAutoscaler,Scale}
    certificates.k8s.io/v1/CertificateSigningRequest certificates.k8s.io/{v1alpha1,v1beta1}/ClusterTrustBundle
    coordination.k8s.io/v1/Lease coordination.k8s.io/{v1alpha2,v1beta1}/LeaseCandidate
    discovery.k8s.io/v1/EndpointSlice events.k8s.io/v1/Event internal.apiserver.k8s.io/v1alpha1/StorageVersion
    networking.k8s.io/v1/{IPAddress,Ingress,IngressClass,NetworkPolicy} networking.k8s.io/v1beta1/IPAddress
    node.k8s.io/v1/RuntimeClass policy/v1/Eviction
    rbac.authorization.k8s.io/v1/{ClusterRole,ClusterRoleBinding,Role,RoleBinding}
    resource.k8s.io/{v1,v1beta1,v1beta2}/{DeviceClass,ResourceSlice} scheduling.k8s.io/v1/PriorityClass
    scheduling.k8s.io/v1alpha2/Workload storage.k8s.io/v1/{CSIDriver,CSIStorageCapacity,StorageClass,VolumeAttachment}
    storage.k8s.io/{v1,v1beta1}/VolumeAttributesClass`,
    plainKind,
  ],
]

/** The schema of the built-in kinds as Kubernetes has them now. Custom resources have none. */
export const builtInKinds: MergeSchemas = lookupIn(rows)
