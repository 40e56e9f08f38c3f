import type { Compat } from '../options.ts'

/** When an API stopped being recommended and being served (minor versions of Kubernetes 1), and what takes its place. */
export interface Deprecation {
  readonly deprecated: number
  readonly removed: number
  /** `apps/v1 Deployment`; undefined when nothing does. */
  readonly replacement: string | undefined
}

/**
 * `API DEPRECATED REMOVED REPLACEMENT LEVEL KINDS`: a replacement keeps the kind unless one stands behind `!`; level 3 or 4 is
 * what only the Kubernetes 1.32 of Helm 3.17 or the 1.35 of Helm 4.1 says. Source: k8s.io/api v0.32.2 and v0.35.1,
 * `zz_generated.prerelease-lifecycle.go`.
 */
const ROWS = `
admissionregistration.k8s.io/v1alpha1 35 38 - - MutatingAdmissionPolicy,MutatingAdmissionPolicyBinding,MutatingAdmissionPolicyBindingList,MutatingAdmissionPolicyList
admissionregistration.k8s.io/v1alpha1 29 32 - - ValidatingAdmissionPolicy,ValidatingAdmissionPolicyBinding,ValidatingAdmissionPolicyBindingList,ValidatingAdmissionPolicyList
admissionregistration.k8s.io/v1beta1 37 40 - 4 MutatingAdmissionPolicy,MutatingAdmissionPolicyBinding,MutatingAdmissionPolicyBindingList,MutatingAdmissionPolicyList
admissionregistration.k8s.io/v1beta1 16 22 admissionregistration.k8s.io/v1 - MutatingWebhookConfiguration,MutatingWebhookConfigurationList,ValidatingWebhookConfiguration,ValidatingWebhookConfigurationList
admissionregistration.k8s.io/v1beta1 31 34 - - ValidatingAdmissionPolicy,ValidatingAdmissionPolicyBinding,ValidatingAdmissionPolicyBindingList,ValidatingAdmissionPolicyList
apps/v1beta1 8 16 apps/v1 - ControllerRevision,ControllerRevisionList,Deployment,DeploymentList,DeploymentRollback,StatefulSet,StatefulSetList
apps/v1beta1 8 16 autoscaling/v1 - Scale
apps/v1beta2 9 16 apps/v1 - ControllerRevision,ControllerRevisionList,DaemonSet,DaemonSetList,Deployment,DeploymentList,ReplicaSet,ReplicaSetList,StatefulSet,StatefulSetList
apps/v1beta2 9 16 autoscaling/v1 - Scale
authentication.k8s.io/v1alpha1 29 32 - - SelfSubjectReview
authentication.k8s.io/v1beta1 30 33 - - SelfSubjectReview
authentication.k8s.io/v1beta1 19 22 authentication.k8s.io/v1 - TokenReview
authorization.k8s.io/v1beta1 19 22 authorization.k8s.io/v1 - LocalSubjectAccessReview,SelfSubjectAccessReview,SelfSubjectRulesReview,SubjectAccessReview
autoscaling/v2beta1 22 25 autoscaling/v2 - HorizontalPodAutoscaler
autoscaling/v2beta1 22 25 autoscaling/v2beta2 - HorizontalPodAutoscalerList
autoscaling/v2beta2 23 26 autoscaling/v2 - HorizontalPodAutoscaler
autoscaling/v2beta2 22 25 - - HorizontalPodAutoscalerList
batch/v1beta1 21 25 batch/v1 - CronJob,CronJobList
certificates.k8s.io/v1alpha1 34 37 - - ClusterTrustBundle,ClusterTrustBundleList
certificates.k8s.io/v1beta1 19 22 certificates.k8s.io/v1 - CertificateSigningRequest,CertificateSigningRequestList
certificates.k8s.io/v1beta1 36 39 - 4 ClusterTrustBundle,ClusterTrustBundleList
certificates.k8s.io/v1beta1 38 41 - 4 PodCertificateRequest,PodCertificateRequestList
coordination.k8s.io/v1alpha2 35 38 - - LeaseCandidate,LeaseCandidateList
coordination.k8s.io/v1beta1 19 22 coordination.k8s.io/v1 - Lease,LeaseList
coordination.k8s.io/v1beta1 36 39 - 4 LeaseCandidate,LeaseCandidateList
discovery.k8s.io/v1beta1 21 25 discovery.k8s.io/v1 - EndpointSlice
discovery.k8s.io/v1beta1 21 25 discovery.k8s.io/v1!EndpointSlice - EndpointSliceList
events.k8s.io/v1beta1 22 25 - - Event,EventList
extensions/v1beta1 8 16 apps/v1 - DaemonSet,DaemonSetList,Deployment,DeploymentList,ReplicaSet,ReplicaSetList
extensions/v1beta1 8 16 - - DeploymentRollback
extensions/v1beta1 14 22 networking.k8s.io/v1 - Ingress,IngressList
extensions/v1beta1 9 16 networking.k8s.io/v1 - NetworkPolicy,NetworkPolicyList
extensions/v1beta1 2 16 - - Scale
flowcontrol.apiserver.k8s.io/v1beta1 23 26 flowcontrol.apiserver.k8s.io/v1beta3 - FlowSchema,FlowSchemaList,PriorityLevelConfiguration,PriorityLevelConfigurationList
flowcontrol.apiserver.k8s.io/v1beta2 26 29 flowcontrol.apiserver.k8s.io/v1beta3 - FlowSchema,FlowSchemaList,PriorityLevelConfiguration,PriorityLevelConfigurationList
flowcontrol.apiserver.k8s.io/v1beta3 29 32 flowcontrol.apiserver.k8s.io/v1 - FlowSchema,FlowSchemaList,PriorityLevelConfiguration,PriorityLevelConfigurationList
networking.k8s.io/v1alpha1 30 33 - 3 IPAddress,IPAddressList,ServiceCIDR,ServiceCIDRList
networking.k8s.io/v1beta1 34 37 - - IPAddress,IPAddressList,ServiceCIDR,ServiceCIDRList
networking.k8s.io/v1beta1 19 22 networking.k8s.io/v1 - Ingress,IngressClassList,IngressList
networking.k8s.io/v1beta1 19 22 networking.k8s.io/v1!IngressClassList - IngressClass
node.k8s.io/v1beta1 22 25 - - RuntimeClass,RuntimeClassList
policy/v1beta1 22 25 - - Eviction
policy/v1beta1 21 25 policy/v1 - PodDisruptionBudget,PodDisruptionBudgetList
rbac.authorization.k8s.io/v1beta1 17 22 rbac.authorization.k8s.io/v1 - ClusterRole,ClusterRoleBinding,ClusterRoleBindingList,ClusterRoleList,Role,RoleBinding,RoleBindingList,RoleList
resource.k8s.io/v1alpha3 34 37 resource.k8s.io/v1beta1 3 DeviceClass,DeviceClassList,ResourceClaim,ResourceClaimList,ResourceClaimTemplate,ResourceClaimTemplateList,ResourceSlice,ResourceSliceList
resource.k8s.io/v1alpha3 36 39 - 4 DeviceTaintRule,DeviceTaintRuleList
resource.k8s.io/v1beta1 35 38 - - DeviceClass,DeviceClassList,ResourceClaim,ResourceClaimList,ResourceClaimTemplate,ResourceClaimTemplateList,ResourceSlice,ResourceSliceList
resource.k8s.io/v1beta2 36 39 - 4 DeviceClass,DeviceClassList,ResourceClaim,ResourceClaimList,ResourceClaimTemplate,ResourceClaimTemplateList,ResourceSlice,ResourceSliceList
scheduling.k8s.io/v1beta1 14 22 scheduling.k8s.io/v1 - PriorityClass,PriorityClassList
storage.k8s.io/v1alpha1 21 24 storage.k8s.io/v1beta1 - CSIStorageCapacity,CSIStorageCapacityList
storage.k8s.io/v1alpha1 21 24 storage.k8s.io/v1 - VolumeAttachment,VolumeAttachmentList
storage.k8s.io/v1alpha1 32 35 storage.k8s.io/v1 4 VolumeAttributesClass,VolumeAttributesClassList
storage.k8s.io/v1alpha1 32 35 - 3 VolumeAttributesClass,VolumeAttributesClassList
storage.k8s.io/v1beta1 19 22 storage.k8s.io/v1 - CSIDriver,CSIDriverList,StorageClass,StorageClassList,VolumeAttachment,VolumeAttachmentList
storage.k8s.io/v1beta1 17 22 storage.k8s.io/v1 - CSINode
storage.k8s.io/v1beta1 17 22 storage.k8s.io/v1!CSINode - CSINodeList
storage.k8s.io/v1beta1 24 27 storage.k8s.io/v1 - CSIStorageCapacity,CSIStorageCapacityList
storage.k8s.io/v1beta1 34 37 storage.k8s.io/v1 4 VolumeAttributesClass,VolumeAttributesClassList
storage.k8s.io/v1beta1 34 37 - 3 VolumeAttributesClass,VolumeAttributesClassList
storagemigration.k8s.io/v1alpha1 33 36 - 3 StorageVersionMigration,StorageVersionMigrationList
storagemigration.k8s.io/v1beta1 38 41 - 4 StorageVersionMigration,StorageVersionMigrationList
`

const tables = new Map<Compat, ReadonlyMap<string, Deprecation>>()

/** What is known of a deprecated kind of API, as the compatibility level's Helm knows it. */
export function deprecationOf(apiVersion: string, kind: string, compat: Compat): Deprecation | undefined {
  let table = tables.get(compat)
  if (table === undefined) tables.set(compat, (table = readTable(compat)))
  return table.get(`${apiVersion} ${kind}`)
}

function readTable(compat: Compat): ReadonlyMap<string, Deprecation> {
  const table = new Map<string, Deprecation>()
  for (const row of ROWS.trim().split('\n')) {
    const [api, deprecated, removed, use, level, kinds] = row.split(' ') as [
      string,
      string,
      string,
      string,
      string,
      string,
    ]
    if (level !== '-' && level !== compat.at(-1)) continue
    for (const kind of kinds.split(',')) {
      const replacement = use === '-' ? undefined : use.includes('!') ? use.replace('!', ' ') : `${use} ${kind}`
      table.set(`${api} ${kind}`, { deprecated: Number(deprecated), removed: Number(removed), replacement })
    }
  }
  return table
}
