import type { Json, JsonObject, KubeObject } from '#kube'
import type { GeneratedKind } from './generated-kind.ts'
import { otherKinds } from './other-kinds.ts'
import { type Edit, editItems, editTexts, listIn, makeContainer, mapIn, podEdits } from './pod-edits.ts'
import type { Random } from './random.ts'

/** The custom resource's definition: a part with a schema and lists of every type, a part without. */
export const definition: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gadgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'gadgets', singular: 'gadget', kind: 'Gadget', listKind: 'GadgetList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  size: { type: 'integer', default: 1 },
                  parts: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: {
                      type: 'object',
                      required: ['name'],
                      properties: { name: { type: 'string' }, weight: { type: 'integer' } },
                    },
                  },
                  tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
                  steps: { type: 'array', items: { type: 'string' } },
                  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                },
              },
            },
          },
        },
      },
    ],
  },
}

const labels = (name: string): JsonObject => ({ app: name })

const headEdits: readonly Edit[] = [
  (object, random) => editTexts(mapIn(object, 'metadata', 'labels'), random, ['l', 'm', 'n']),
  (object, random) => editTexts(mapIn(object, 'metadata', 'annotations'), random, ['x', 'y/z']),
]

function workload(kind: 'Deployment' | 'StatefulSet', extra: JsonObject): Omit<GeneratedKind, 'edits' | 'refused'> {
  return {
    apiVersion: 'apps/v1',
    kind,
    group: 'apps',
    version: 'v1',
    resource: `${kind.toLowerCase()}s`,
    make: (name, random) => ({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name, labels: labels(name) },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels(name) },
        ...extra,
        template: {
          metadata: { labels: labels(name) },
          spec: {
            containers: [makeContainer('main', random), ...(random.chance(0.5) ? [makeContainer('side', random)] : [])],
          },
        },
      },
    }),
  }
}

const refusedSelector: Edit = (object) => {
  mapIn(object, 'spec', 'selector', 'matchLabels')['more'] = 'x'
  mapIn(object, 'spec', 'template', 'metadata', 'labels')['more'] = 'x'
}

const deployment: GeneratedKind = {
  ...workload('Deployment', {}),
  edits: [
    ...headEdits,
    ...podEdits,
    (object, random) => {
      const spec = mapIn(object, 'spec')
      if (random.chance(0.3)) delete spec['strategy']
      else if (random.chance(0.5)) spec['strategy'] = { type: 'Recreate' }
      else spec['strategy'] = { type: 'RollingUpdate', rollingUpdate: { maxSurge: random.pick<Json>([1, '30%']) } }
    },
    (object, random) => {
      mapIn(object, 'spec')['revisionHistoryLimit'] = 1 + random.below(3)
    },
    (object, random) => {
      mapIn(object, 'spec')['minReadySeconds'] = random.below(3)
    },
  ],
  refused: [refusedSelector],
}

const statefulSet: GeneratedKind = {
  ...workload('StatefulSet', { serviceName: 's' }),
  edits: [
    ...headEdits,
    ...podEdits,
    (object, random) => {
      const spec = mapIn(object, 'spec')
      if (random.chance(0.3)) delete spec['updateStrategy']
      else spec['updateStrategy'] = random.pick<JsonObject>([{ type: 'OnDelete' }, { rollingUpdate: { partition: 2 } }])
    },
    (object, random) => {
      mapIn(object, 'spec')['persistentVolumeClaimRetentionPolicy'] = { whenDeleted: random.pick(['Delete', 'Retain']) }
    },
  ],
  refused: [refusedSelector],
}

const service: GeneratedKind = {
  apiVersion: 'v1',
  kind: 'Service',
  group: '',
  version: 'v1',
  resource: 'services',
  make: (name, random) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: {
      selector: labels(name),
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        ...(random.chance(0.5) ? [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }] : []),
      ],
    },
  }),
  edits: [
    ...headEdits,
    (object, random) => editTexts(mapIn(object, 'spec', 'selector'), random, ['app', 'tier']),
    (object, random) => {
      const ports = listIn(mapIn(object, 'spec'), 'ports')
      const [port, protocol] = [random.pick([80, 81, 53]), random.pick(['TCP', 'UDP'])]
      const at = ports.findIndex((each) => each['port'] === port && (each['protocol'] ?? 'TCP') === protocol)
      if (at < 0) ports.push({ name: `p${port}${protocol.toLowerCase()}`, port, protocol, targetPort: port })
      else if (ports.length > 1) ports.splice(at, 1)
    },
    (object, random) => {
      const [first] = listIn(mapIn(object, 'spec'), 'ports')
      if (first !== undefined) first['targetPort'] = random.pick<Json>([8080, 9090, 'web'])
    },
    (object, random) => {
      mapIn(object, 'spec')['sessionAffinity'] = random.pick(['ClientIP', 'None'])
    },
    (object, random) => {
      const ports = listIn(mapIn(object, 'spec'), 'ports')
      ports.push(...ports.splice(0, 1 + random.below(1)))
    },
    (object, random) => {
      const spec = mapIn(object, 'spec')
      if (random.chance(0.4)) delete spec['externalIPs']
      else spec['externalIPs'] = ['1.2.3.4', ...(random.chance(0.5) ? ['5.6.7.8'] : [])]
    },
  ],
  refused: [
    (object) => {
      mapIn(object, 'spec')['clusterIP'] = 'None'
    },
  ],
}

const configMap: GeneratedKind = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  group: '',
  version: 'v1',
  resource: 'configmaps',
  make: (name, random) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(random.chance(0.5) && { labels: labels(name) }) },
    data: { a: 'v1', b: 'v2', ...(random.chance(0.5) && { c: 'line\nline\n' }) },
  }),
  edits: [
    ...headEdits,
    (object, random) => editTexts(mapIn(object, 'data'), random, ['a', 'b', 'c', 'd.txt']),
    (object, random) => editTexts(mapIn(object, 'data'), random, ['a', 'b', 'c', 'd.txt']),
    (object, random) => {
      if (object['binaryData'] !== undefined && random.chance(0.5)) delete object['binaryData']
      else object['binaryData'] = { blob: random.pick(['AAEC', 'AwQF']) }
    },
    (object, random) => {
      if (random.chance(0.3)) delete object['data']
    },
  ],
  refused: [
    (object) => {
      mapIn(object, 'data')['not a key'] = 'x'
    },
  ],
}

const gadget: GeneratedKind = {
  apiVersion: 'example.com/v1',
  kind: 'Gadget',
  group: 'example.com',
  version: 'v1',
  resource: 'gadgets',
  make: (name, random) => ({
    apiVersion: 'example.com/v1',
    kind: 'Gadget',
    metadata: { name },
    spec: {
      parts: [{ name: 'a', weight: 1 }, { name: 'b' }],
      tags: ['t1', 't2'],
      steps: ['one', 'two'],
      free: { a: { b: 1, c: ['x'] }, d: random.below(3) },
    },
  }),
  edits: [
    ...headEdits,
    (object, random) => {
      mapIn(object, 'spec')['size'] = random.below(4)
    },
    (object, random) => {
      editItems(listIn(mapIn(object, 'spec'), 'parts'), random, (name) => ({ name, weight: random.below(3) }))
    },
    (object, random) => {
      const tags = (mapIn(object, 'spec')['tags'] ??= []) as string[]
      const tag = `t${random.below(4)}`
      if (tags.includes(tag)) tags.splice(tags.indexOf(tag), 1)
      else tags.push(tag)
    },
    (object, random) => {
      const steps = (mapIn(object, 'spec')['steps'] ??= []) as string[]
      if (steps.length > 0 && random.chance(0.5)) steps.splice(random.below(steps.length), 1)
      else steps.push(`s${random.below(4)}`)
    },
    (object, random) => editTexts(mapIn(object, 'spec', 'free'), random, ['d', 'e', 'f']),
    (object, random) => editTexts(mapIn(object, 'spec', 'free', 'a'), random, ['b', 'g']),
    (object, random) => {
      if (random.chance(0.3)) delete mapIn(object, 'spec')['free']
    },
  ],
  refused: [
    (object) => {
      mapIn(object, 'spec')['size'] = 'big'
    },
  ],
}

const ingress: GeneratedKind = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  group: 'networking.k8s.io',
  version: 'v1',
  resource: 'ingresses',
  make: (name, random) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name },
    spec: { rules: [rule(random, name)], ...(random.chance(0.5) && { ingressClassName: 'n' }) },
  }),
  edits: [
    ...headEdits,
    (object, random) => {
      const rules = listIn(mapIn(object, 'spec'), 'rules')
      if (rules.length > 1 && random.chance(0.5)) rules.splice(random.below(rules.length), 1)
      else rules.push(rule(random, `h${random.below(3)}`))
    },
    (object, random) => {
      const spec = mapIn(object, 'spec')
      if (spec['tls'] !== undefined && random.chance(0.5)) delete spec['tls']
      else spec['tls'] = [{ hosts: ['a.example'], secretName: `s${random.below(2)}` }]
    },
    (object, random) => {
      mapIn(object, 'spec')['defaultBackend'] = { service: { name: `s${random.below(3)}`, port: { number: 80 } } }
    },
  ],
  refused: [
    (object) => {
      mapIn(object, 'spec')['rules'] = [{ host: 'not a host' }]
    },
  ],
}

function rule(random: Random, host: string): JsonObject {
  const backend = { service: { name: 's', port: random.pick<JsonObject>([{ number: 80 }, { name: 'http' }]) } }
  return { host: `${host}.example`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }
}

const autoscaler: GeneratedKind = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  group: 'autoscaling',
  version: 'v2',
  resource: 'horizontalpodautoscalers',
  make: (name) => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nobody' },
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
      ],
    },
  }),
  edits: [
    ...headEdits,
    (object, random) => {
      mapIn(object, 'spec')['maxReplicas'] = 3 + random.below(4)
    },
    (object, random) => {
      const spec = mapIn(object, 'spec')
      if (spec['minReplicas'] !== undefined && random.chance(0.4)) delete spec['minReplicas']
      else spec['minReplicas'] = 1 + random.below(3)
    },
    (object, random) => {
      const spec = mapIn(object, 'spec')
      if (spec['behavior'] !== undefined && random.chance(0.4)) delete spec['behavior']
      else spec['behavior'] = { scaleDown: { stabilizationWindowSeconds: 10 * random.below(4) } }
    },
  ],
  refused: [
    (object) => {
      mapIn(object, 'spec')['maxReplicas'] = 0
    },
  ],
}

/** The kinds that releases of the bar are made of. */
export const generatedKinds: readonly GeneratedKind[] = [
  configMap,
  service,
  deployment,
  statefulSet,
  gadget,
  ingress,
  autoscaler,
  ...otherKinds,
]
