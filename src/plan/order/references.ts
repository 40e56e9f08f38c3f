import { groupVersionOf, isMap, type Json, type JsonObject, type KubeObject, textAt, valueAt } from '#kube'

/** An object that another needs, by kind and name; `namespace` is empty for kinds that have none. */
export interface Reference {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** What an object needs to be there: its namespace, its definition, and what it names. */
export function referencesOf(object: KubeObject): readonly Reference[] {
  const namespace = textAt(object.metadata, 'namespace')
  const found = [...(REFERENCES[object.kind]?.(object) ?? []), ...podReferences(object)]
  const named = found
    .filter(({ name }) => name !== '')
    .map(({ kind, name, namespace: other }) => ({
      kind,
      name,
      namespace: CLUSTER_KINDS.has(kind) ? '' : (other ?? namespace),
    }))
  return namespace === '' ? named : [{ kind: 'Namespace', namespace: '', name: namespace }, ...named]
}

/** Kinds without a namespace that others name. */
const CLUSTER_KINDS: ReadonlySet<string> = new Set([
  'ClusterRole',
  'IngressClass',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
])

interface Named {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

const at = (kind: string, object: Json | undefined, ...path: readonly string[]): Named => ({
  kind,
  name: textAt(object, ...path),
})

const items = (object: Json | undefined, ...path: readonly string[]): readonly JsonObject[] => {
  const list = valueAt(object, ...path)
  return Array.isArray(list) ? list.filter(isMap) : []
}

const bindingReferences = (object: KubeObject): readonly Named[] => [
  { kind: textAt(object, 'roleRef', 'kind'), name: textAt(object, 'roleRef', 'name') },
  ...items(object, 'subjects')
    .filter((subject) => textAt(subject, 'kind') === 'ServiceAccount')
    .map((subject) => ({
      kind: 'ServiceAccount',
      name: textAt(subject, 'name'),
      namespace: textAt(subject, 'namespace') || textAt(object.metadata, 'namespace'),
    })),
]

const webhookReferences = (object: KubeObject): readonly Named[] =>
  items(object, 'webhooks').map((webhook) => ({
    kind: 'Service',
    name: textAt(webhook, 'clientConfig', 'service', 'name'),
    namespace: textAt(webhook, 'clientConfig', 'service', 'namespace'),
  }))

/** What objects of a kind name, pods apart. */
const REFERENCES: Readonly<Record<string, (object: KubeObject) => readonly Named[]>> = {
  APIService: (object) => [
    {
      kind: 'Service',
      name: textAt(object, 'spec', 'service', 'name'),
      namespace: textAt(object, 'spec', 'service', 'namespace'),
    },
  ],
  ClusterRoleBinding: bindingReferences,
  HorizontalPodAutoscaler: (object) => [
    { kind: textAt(object, 'spec', 'scaleTargetRef', 'kind'), name: textAt(object, 'spec', 'scaleTargetRef', 'name') },
  ],
  Ingress: (object) => [
    at('IngressClass', object, 'spec', 'ingressClassName'),
    ...items(object, 'spec', 'tls').map((tls) => at('Secret', tls, 'secretName')),
  ],
  MutatingWebhookConfiguration: webhookReferences,
  PersistentVolumeClaim: (object) => [
    at('StorageClass', object, 'spec', 'storageClassName'),
    at('PersistentVolume', object, 'spec', 'volumeName'),
  ],
  RoleBinding: bindingReferences,
  ServiceAccount: (object) => items(object, 'imagePullSecrets').map((secret) => at('Secret', secret, 'name')),
  StatefulSet: (object) => [at('Service', object, 'spec', 'serviceName')],
  ValidatingWebhookConfiguration: webhookReferences,
}

/** Where the pods of a kind are described. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  Pod: ['spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
}

function podReferences(object: KubeObject): readonly Named[] {
  const { group } = groupVersionOf(object.apiVersion)
  const path = ['', 'apps', 'batch'].includes(group) ? POD_SPECS[object.kind] : undefined
  const spec = path && valueAt(object, ...path)
  if (!isMap(spec)) return []
  const containers = ['containers', 'initContainers'].flatMap((field) => items(spec, field))
  return [
    at('ServiceAccount', spec, 'serviceAccountName'),
    at('PriorityClass', spec, 'priorityClassName'),
    at('RuntimeClass', spec, 'runtimeClassName'),
    ...items(spec, 'imagePullSecrets').map((secret) => at('Secret', secret, 'name')),
    ...items(spec, 'volumes').flatMap((volume) => [
      ...volumeReferences(volume),
      ...items(volume, 'projected', 'sources').flatMap(volumeReferences),
    ]),
    ...containers.flatMap(environmentReferences),
  ]
}

function volumeReferences(volume: JsonObject): readonly Named[] {
  return [
    at('ConfigMap', volume, 'configMap', 'name'),
    at('Secret', volume, 'secret', 'secretName'),
    at('Secret', volume, 'secret', 'name'),
    at('PersistentVolumeClaim', volume, 'persistentVolumeClaim', 'claimName'),
  ]
}

function environmentReferences(container: JsonObject): readonly Named[] {
  return [
    ...items(container, 'envFrom').flatMap((source) => [
      at('ConfigMap', source, 'configMapRef', 'name'),
      at('Secret', source, 'secretRef', 'name'),
    ]),
    ...items(container, 'env').flatMap((variable) => [
      at('ConfigMap', variable, 'valueFrom', 'configMapKeyRef', 'name'),
      at('Secret', variable, 'valueFrom', 'secretKeyRef', 'name'),
    ]),
  ]
}
