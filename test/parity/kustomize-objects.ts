import fc from 'fast-check'

/** An object of a resource file. */
export type KubeObject = Readonly<Record<string, unknown>>

/** Few names, so that objects meet. */
export const name = fc.constantFrom('a', 'b', 'c')
const namespace = fc.constantFrom(undefined, undefined, 'default', 'x', 'y')
/** Texts that a reader might take for something else. */
export const text = fc.constantFrom('1', 'true', 'x', 'a b', 'yes', '1.5', '$(V)', 'null', '')
export const image = fc.constantFrom('nginx', 'nginx:1', 'reg:5000/nginx:1', 'nginx@sha256:abc', 'busybox:1.2', 'a/b')

/** A field that is often missing and sometimes null. */
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof(
    { weight: 5, arbitrary: value },
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(null) },
  )
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { maxLength: 2 })
const record = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<KubeObject> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, maybe(value)])))
const named = fc.record({ name })
const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'z'), text, { maxKeys: 2 })

const container = record({
  image,
  args: some(text),
  env: some(
    record({
      value: text,
      valueFrom: record({ configMapKeyRef: named, secretKeyRef: named }),
    }),
  ),
  envFrom: some(record({ configMapRef: named, secretRef: named })),
  volumeMounts: some(record({ mountPath: text })),
})

const podSpec = record({
  containers: some(container),
  initContainers: some(container),
  volumes: some(
    record({
      configMap: named,
      secret: fc.record({ secretName: name }),
      persistentVolumeClaim: fc.record({ claimName: name }),
      projected: record({ sources: some(record({ configMap: named, secret: named })) }),
      image: fc.record({ reference: image }),
    }),
  ),
  imagePullSecrets: some(named),
  serviceAccountName: name,
  priorityClassName: name,
  affinity: record({
    podAffinity: record({
      requiredDuringSchedulingIgnoredDuringExecution: some(record({ labelSelector: record({ matchLabels: labels }) })),
    }),
  }),
  topologySpreadConstraints: some(record({ labelSelector: record({ matchLabels: labels }) })),
})

const template = record({ metadata: record({ labels, annotations: labels }), spec: podSpec })
const selector = record({ matchLabels: labels })
const subject = fc.record(
  {
    kind: fc.constantFrom('ServiceAccount', 'User'),
    name: fc.constantFrom('a', 'b', 'default'),
    namespace: fc.constantFrom('x', 'y'),
  },
  { requiredKeys: ['kind', 'name'] },
)
const roleRef = fc.record({
  apiGroup: fc.constant('rbac.authorization.k8s.io'),
  kind: fc.constantFrom('Role', 'ClusterRole'),
  name,
})
const rules = some(record({ resourceNames: some(name) }))
const service = fc.record({ name, namespace: fc.constantFrom('x', 'default') }, { requiredKeys: ['name'] })
const backend = record({ serviceName: name, service: named })

const RBAC = 'rbac.authorization.k8s.io/v1'
const WORKLOAD = { spec: record({ replicas: fc.constantFrom(1, 2), selector, template }) }

/** Kinds and what is in them beside metadata. */
const KINDS: readonly (readonly [apiVersion: string, kind: string, fields: Record<string, fc.Arbitrary<unknown>>])[] = [
  ['v1', 'ConfigMap', { data: labels }],
  ['v1', 'Secret', { stringData: labels }],
  ['v1', 'Service', { spec: record({ selector: labels, ports: some(record({ port: fc.constantFrom(80, '$(V)') })) }) }],
  ['v1', 'Pod', { spec: podSpec }],
  ['v1', 'Namespace', {}],
  ['example.com/v1', 'Namespace', {}],
  ['v1', 'ServiceAccount', { imagePullSecrets: some(named) }],
  ['v1', 'PersistentVolumeClaim', { spec: record({ volumeName: name, storageClassName: name }) }],
  ['v1', 'PersistentVolume', { spec: record({ storageClassName: name, azureFile: fc.record({ secretName: name }) }) }],
  ['v1', 'ReplicationController', { spec: record({ selector: labels, template }) }],
  ['apps/v1', 'Deployment', WORKLOAD],
  ['apps/v1', 'Deployment', WORKLOAD],
  ['extensions/v1beta1', 'Deployment', WORKLOAD],
  ['apps/v1', 'DaemonSet', WORKLOAD],
  ['apps/v1', 'ReplicaSet', WORKLOAD],
  [
    'apps/v1',
    'StatefulSet',
    {
      spec: record({
        serviceName: name,
        template,
        volumeClaimTemplates: some(record({ metadata: record({ labels }), spec: record({ storageClassName: name }) })),
      }),
    },
  ],
  ['batch/v1', 'Job', { spec: record({ selector, template }) }],
  ['batch/v1', 'CronJob', { spec: record({ jobTemplate: record({ spec: record({ selector, template }) }) }) }],
  [RBAC, 'Role', { rules }],
  [RBAC, 'ClusterRole', { rules }],
  [RBAC, 'RoleBinding', { roleRef, subjects: some(subject) }],
  [RBAC, 'ClusterRoleBinding', { roleRef, subjects: some(subject) }],
  [
    'networking.k8s.io/v1',
    'Ingress',
    {
      spec: record({
        ingressClassName: name,
        defaultBackend: record({ service: named }),
        backend,
        tls: some(record({ secretName: name, hosts: some(text) })),
        rules: some(record({ host: text, http: record({ paths: some(record({ backend })) }) })),
      }),
    },
  ],
  [
    'networking.k8s.io/v1',
    'NetworkPolicy',
    {
      spec: record({ podSelector: selector, ingress: some(record({ from: some(record({ podSelector: selector })) })) }),
    },
  ],
  ['networking.k8s.io/v1', 'IngressClass', {}],
  ['policy/v1', 'PodDisruptionBudget', { spec: record({ selector }) }],
  ['storage.k8s.io/v1', 'StorageClass', { parameters: record({ secretName: name }) }],
  ['scheduling.k8s.io/v1', 'PriorityClass', {}],
  [
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    { spec: fc.record({ scaleTargetRef: fc.record({ kind: fc.constantFrom('Deployment', 'StatefulSet'), name }) }) },
  ],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    { webhooks: some(record({ clientConfig: record({ service }) })) },
  ],
  ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', {}],
  ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', { spec: record({ policyName: name }) }],
  ['apiregistration.k8s.io/v1', 'APIService', { spec: record({ service }) }],
  [
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    {
      spec: record({
        conversion: record({ webhook: record({ clientConfig: record({ service }) }) }),
        containers: some(container),
      }),
    },
  ],
  ['example.com/v1', 'Thing', { spec: record({ configRef: named, containers: some(container), names: some(name) }) }],
]

/** Any object, with a name and namespace of the few. */
export const object: fc.Arbitrary<KubeObject> = fc.constantFrom(...KINDS).chain(([apiVersion, kind, fields]) =>
  fc.record({
    apiVersion: fc.constant(apiVersion),
    kind: fc.constant(kind),
    metadata: fc.record({ name, namespace, labels: maybe(labels), annotations: maybe(labels) }),
    ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, maybe(value)])),
  }),
)
