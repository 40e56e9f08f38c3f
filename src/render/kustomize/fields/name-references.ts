import type { FieldSpec } from '../file/types.ts'
import type { GvkSelector } from '../resource/gvk.ts'
import { POD_SPECS, type PodHolder } from './pod-specs.ts'

/** A kind that is referred to by name, and the fields of other kinds that do so. */
export interface NameReference extends GvkSelector {
  readonly fieldSpecs?: readonly FieldSpec[]
}

const ADMISSION = 'admissionregistration.k8s.io'
const RBAC = 'rbac.authorization.k8s.io'
const ALL_HOLDERS: readonly Holder[] = [
  { kind: 'Pod', version: 'v1' },
  ...(['PodTemplate', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob'] as const).map(ofKind),
]
const OTHER_HOLDERS: readonly Holder[] = (
  ['Pod', 'StatefulSet', 'Deployment', 'ReplicationController', 'CronJob', 'Job', 'DaemonSet'] as const
).map(ofKind)

/** Which fields hold the name of which kind. */
export const NAME_REFERENCES: readonly NameReference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
    kind,
    fieldSpecs: [{ path: 'spec/scaleTargetRef/name', kind: 'HorizontalPodAutoscaler' }],
  })),
  {
    kind: 'ConfigMap',
    version: 'v1',
    fieldSpecs: [
      ...inPods(ALL_HOLDERS, [
        'volumes/configMap/name',
        'containers/env/valueFrom/configMapKeyRef/name',
        'initContainers/env/valueFrom/configMapKeyRef/name',
        'containers/envFrom/configMapRef/name',
        'initContainers/envFrom/configMapRef/name',
        'volumes/projected/sources/configMap/name',
      ]),
      { path: 'spec/configSource/configMap', kind: 'Node' },
      { path: 'rules/resourceNames', kind: 'Role' },
      { path: 'rules/resourceNames', kind: 'ClusterRole' },
      { path: annotation('nginx.ingress.kubernetes.io/fastcgi-params-configmap'), kind: 'Ingress' },
    ],
  },
  {
    kind: 'Secret',
    version: 'v1',
    fieldSpecs: [
      ...inPods(ALL_HOLDERS, [
        'volumes/secret/secretName',
        'containers/env/valueFrom/secretKeyRef/name',
        'initContainers/env/valueFrom/secretKeyRef/name',
        'containers/envFrom/secretRef/name',
        'initContainers/envFrom/secretRef/name',
        'imagePullSecrets/name',
        'volumes/projected/sources/secret/name',
      ]),
      { path: 'spec/tls/secretName', kind: 'Ingress' },
      { path: annotation('ingress.kubernetes.io/auth-secret'), kind: 'Ingress' },
      { path: annotation('nginx.ingress.kubernetes.io/auth-secret'), kind: 'Ingress' },
      { path: annotation('nginx.ingress.kubernetes.io/auth-tls-secret'), kind: 'Ingress' },
      { path: 'spec/tls/secretName', kind: 'Ingress' },
      { path: 'imagePullSecrets/name', kind: 'ServiceAccount' },
      { path: 'parameters/secretName', kind: 'StorageClass' },
      { path: 'parameters/adminSecretName', kind: 'StorageClass' },
      { path: 'parameters/userSecretName', kind: 'StorageClass' },
      { path: 'parameters/secretRef', kind: 'StorageClass' },
      { path: 'rules/resourceNames', kind: 'Role' },
      { path: 'rules/resourceNames', kind: 'ClusterRole' },
      {
        path: 'spec/template/spec/containers/env/valueFrom/secretKeyRef/name',
        kind: 'Service',
        group: 'serving.knative.dev',
        version: 'v1',
      },
      { path: 'spec/azureFile/secretName', kind: 'PersistentVolume' },
    ],
  },
  {
    kind: 'Service',
    version: 'v1',
    fieldSpecs: [
      { path: 'spec/serviceName', kind: 'StatefulSet', group: 'apps' },
      { path: 'spec/rules/http/paths/backend/serviceName', kind: 'Ingress' },
      { path: 'spec/backend/serviceName', kind: 'Ingress' },
      { path: 'spec/rules/http/paths/backend/service/name', kind: 'Ingress' },
      { path: 'spec/defaultBackend/service/name', kind: 'Ingress' },
      { path: 'spec/service/name', kind: 'APIService', group: 'apiregistration.k8s.io' },
      { path: 'webhooks/clientConfig/service', kind: 'ValidatingWebhookConfiguration', group: ADMISSION },
      { path: 'webhooks/clientConfig/service', kind: 'MutatingWebhookConfiguration', group: ADMISSION },
    ],
  },
  { kind: 'Role', group: RBAC, fieldSpecs: [{ path: 'roleRef/name', kind: 'RoleBinding', group: RBAC }] },
  {
    kind: 'ClusterRole',
    group: RBAC,
    fieldSpecs: [
      { path: 'roleRef/name', kind: 'RoleBinding', group: RBAC },
      { path: 'roleRef/name', kind: 'ClusterRoleBinding', group: RBAC },
    ],
  },
  {
    kind: 'ServiceAccount',
    version: 'v1',
    fieldSpecs: [
      { path: 'subjects', kind: 'RoleBinding', group: RBAC },
      { path: 'subjects', kind: 'ClusterRoleBinding', group: RBAC },
      ...inPods(OTHER_HOLDERS, ['serviceAccountName']),
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    version: 'v1',
    fieldSpecs: inPods(OTHER_HOLDERS, ['volumes/persistentVolumeClaim/claimName']),
  },
  {
    kind: 'PersistentVolume',
    version: 'v1',
    fieldSpecs: [
      { path: 'spec/volumeName', kind: 'PersistentVolumeClaim' },
      { path: 'rules/resourceNames', kind: 'ClusterRole' },
    ],
  },
  {
    kind: 'StorageClass',
    version: 'v1',
    group: 'storage.k8s.io',
    fieldSpecs: [
      { path: 'spec/storageClassName', kind: 'PersistentVolume' },
      { path: 'spec/storageClassName', kind: 'PersistentVolumeClaim' },
      { path: 'spec/volumeClaimTemplates/spec/storageClassName', kind: 'StatefulSet' },
    ],
  },
  {
    kind: 'PriorityClass',
    version: 'v1',
    group: 'scheduling.k8s.io',
    fieldSpecs: inPods(OTHER_HOLDERS, ['priorityClassName']),
  },
  // The group holds a version, and so it does in the reference: nothing is ever of that group.
  {
    kind: 'IngressClass',
    version: 'v1',
    group: 'networking.k8s.io/v1',
    fieldSpecs: [{ path: 'spec/ingressClassName', kind: 'Ingress' }],
  },
  {
    kind: 'ValidatingAdmissionPolicy',
    group: ADMISSION,
    fieldSpecs: [{ path: 'spec/policyName', kind: 'ValidatingAdmissionPolicyBinding', group: ADMISSION }],
  },
]

interface Holder {
  readonly kind: PodHolder
  readonly version?: string
}

function ofKind(kind: PodHolder): Holder {
  return { kind }
}

function inPods(holders: readonly Holder[], fields: readonly string[]): FieldSpec[] {
  return holders.flatMap((holder) => fields.map((field) => ({ ...holder, path: `${POD_SPECS[holder.kind]}/${field}` })))
}

function annotation(name: string): string {
  return `metadata/annotations/${name.replaceAll('/', '\\/')}`
}
