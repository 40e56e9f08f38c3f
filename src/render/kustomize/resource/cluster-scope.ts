/**
 * Whether objects of a kind certainly belong to no namespace, by the table of Kubernetes 1.21.2: unknown kinds, custom
 * resources and a missing apiVersion count as namespaced.
 */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  return CLUSTER_SCOPED.get(kind)?.includes(apiVersion) ?? false
}

const ADMISSION = ['admissionregistration.k8s.io/v1', 'admissionregistration.k8s.io/v1beta1']
const NODE = ['node.k8s.io/v1', 'node.k8s.io/v1beta1']
const RBAC = ['rbac.authorization.k8s.io/v1', 'rbac.authorization.k8s.io/v1beta1']
const STORAGE = ['storage.k8s.io/v1', 'storage.k8s.io/v1beta1']

const CLUSTER_SCOPED = new Map<string, readonly string[]>([
  ['APIService', ['apiregistration.k8s.io/v1', 'apiregistration.k8s.io/v1beta1']],
  ['CSIDriver', STORAGE],
  ['CSINode', STORAGE],
  ['CertificateSigningRequest', ['certificates.k8s.io/v1', 'certificates.k8s.io/v1beta1']],
  ['ClusterRole', RBAC],
  ['ClusterRoleBinding', RBAC],
  ['ComponentStatus', ['v1']],
  ['CustomResourceDefinition', ['apiextensions.k8s.io/v1', 'apiextensions.k8s.io/v1beta1']],
  ['FlowSchema', ['flowcontrol.apiserver.k8s.io/v1beta1']],
  ['IngressClass', ['networking.k8s.io/v1', 'networking.k8s.io/v1beta1']],
  ['MutatingWebhookConfiguration', ADMISSION],
  ['Namespace', ['v1']],
  ['Node', ['v1']],
  ['NodeProxyOptions', ['v1']],
  ['PersistentVolume', ['v1']],
  ['PodSecurityPolicy', ['policy/v1beta1']],
  ['PriorityClass', ['scheduling.k8s.io/v1', 'scheduling.k8s.io/v1beta1']],
  ['PriorityLevelConfiguration', ['flowcontrol.apiserver.k8s.io/v1beta1']],
  ['RuntimeClass', NODE],
  ['StorageClass', STORAGE],
  ['ValidatingWebhookConfiguration', ADMISSION],
  ['VolumeAttachment', STORAGE],
])
