import type { Json, JsonObject, KubeObject } from '#kube'
import type { GeneratedKind } from './generated-kind.ts'
import { type Edit, editItems, editTexts, listIn, makeContainer, mapIn, podEdits } from './pod-edits.ts'
import type { Random } from './random.ts'

const labelEdits: readonly Edit[] = [
  (object, random) => editTexts(mapIn(object, 'metadata', 'labels'), random, ['l', 'm', 'n']),
  (object, random) => editTexts(mapIn(object, 'metadata', 'annotations'), random, ['x', 'y/z']),
]

/** Adds a text to a list of texts, or takes it out (mutates). */
function editList(map: JsonObject, key: string, text: string): void {
  const list = (map[key] ??= []) as Json[]
  const at = list.indexOf(text)
  if (at >= 0) list.splice(at, 1)
  else list.push(text)
}

interface Sketch {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly resource: string
  readonly body: (name: string, random: Random) => JsonObject
  readonly edits: readonly Edit[]
  readonly refused: Edit
}

function kindOf({ group, version, kind, resource, body, edits, refused }: Sketch): GeneratedKind {
  const apiVersion = group === '' ? version : `${group}/${version}`
  const make = (name: string, random: Random): KubeObject => ({
    apiVersion,
    kind,
    metadata: { name },
    ...body(name, random),
  })
  return { apiVersion, kind, group, version, resource, make, edits: [...labelEdits, ...edits], refused: [refused] }
}

const secret = kindOf({
  group: '',
  version: 'v1',
  kind: 'Secret',
  resource: 'secrets',
  body: (_, random) => ({
    type: 'Opaque',
    data: { a: 'YQ==' },
    ...(random.chance(0.5) && { stringData: { b: 'text' } }),
  }),
  edits: [
    (object, random) => {
      const data = mapIn(object, 'data')
      if (data['a'] !== undefined && random.chance(0.4)) delete data['a']
      else data[random.pick(['a', 'c'])] = random.pick(['YQ==', 'Yg==', ''])
    },
    (object, random) => editTexts(mapIn(object, 'stringData'), random, ['a', 'b', 'c']),
    (object, random) => {
      if (random.chance(0.4)) delete object['stringData']
    },
  ],
  refused: (object) => {
    object['type'] = 'example.com/other'
  },
})

const cronJob = kindOf({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  resource: 'cronjobs',
  body: (_, random) => ({
    spec: {
      schedule: '0 0 1 1 *',
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [makeContainer('main', random)] } } },
      },
    },
  }),
  edits: [
    (object, random) => {
      mapIn(object, 'spec')['schedule'] = random.pick(['0 0 1 1 *', '5 5 2 2 *'])
    },
    (object, random) => {
      const spec = mapIn(object, 'spec')
      if (spec['suspend'] !== undefined && random.chance(0.4)) delete spec['suspend']
      else spec['suspend'] = random.chance(0.5)
    },
    // what pods have is edited as a deployment's is, one level further down
    (object, random) => random.pick(podEdits)({ spec: mapIn(object, 'spec', 'jobTemplate', 'spec') }, random),
    (object, random) => random.pick(podEdits)({ spec: mapIn(object, 'spec', 'jobTemplate', 'spec') }, random),
  ],
  refused: (object) => {
    mapIn(object, 'spec')['schedule'] = 'never'
  },
})

const networkPolicy = kindOf({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  resource: 'networkpolicies',
  body: (name) => ({
    spec: {
      podSelector: { matchLabels: { app: name } },
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80, protocol: 'TCP' }] }],
    },
  }),
  edits: [
    (object, random) => {
      const rules = listIn(mapIn(object, 'spec'), random.pick(['ingress', 'egress']))
      if (rules.length > 0 && random.chance(0.5)) rules.splice(random.below(rules.length), 1)
      else rules.push({ ports: [{ port: random.pick<Json>([80, 443, 'http']) }] })
    },
    (object, random) => editList(mapIn(object, 'spec'), 'policyTypes', random.pick(['Ingress', 'Egress'])),
    (object, random) => editTexts(mapIn(object, 'spec', 'podSelector', 'matchLabels'), random, ['app', 'tier']),
    (object, random) => {
      const selector = mapIn(object, 'spec', 'podSelector')
      selector['matchExpressions'] = [{ key: 'tier', operator: 'In', values: random.pick([['a'], ['a', 'b']]) }]
    },
  ],
  refused: (object) => {
    mapIn(object, 'spec')['ingress'] = [{ ports: [{ port: 70_000 }] }]
  },
})

const disruptionBudget = kindOf({
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  resource: 'poddisruptionbudgets',
  body: (name) => ({ spec: { minAvailable: 1, selector: { matchLabels: { app: name } } } }),
  edits: [
    (object, random) => {
      const spec = mapIn(object, 'spec')
      delete spec['minAvailable']
      delete spec['maxUnavailable']
      spec[random.pick(['minAvailable', 'maxUnavailable'])] = random.pick<Json>([1, 2, '50%'])
    },
    (object, random) => editTexts(mapIn(object, 'spec', 'selector', 'matchLabels'), random, ['app', 'tier']),
    (object, random) => {
      mapIn(object, 'spec')['unhealthyPodEvictionPolicy'] = random.pick(['IfHealthyBudget', 'AlwaysAllow'])
    },
  ],
  refused: (object) => {
    Object.assign(mapIn(object, 'spec'), { minAvailable: 1, maxUnavailable: 1 })
  },
})

const role = kindOf({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  resource: 'roles',
  body: () => ({ rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }] }),
  edits: [
    (object, random) => {
      const rules = listIn(object, 'rules')
      if (rules.length > 0 && random.chance(0.4)) rules.splice(random.below(rules.length), 1)
      else rules.push({ apiGroups: ['apps'], resources: [random.pick(['deployments', 'daemonsets'])], verbs: ['*'] })
    },
    (object, random) => {
      const rule = random.pick([...listIn(object, 'rules'), {}])
      if (rule['verbs'] !== undefined) editList(rule, 'verbs', random.pick(['watch', 'patch']))
    },
    (object, random) => {
      if (random.chance(0.2)) delete object['rules']
    },
  ],
  refused: (object) => {
    object['rules'] = [{ apiGroups: [''], resources: ['pods'], verbs: [] }]
  },
})

const roleBinding = kindOf({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'RoleBinding',
  resource: 'rolebindings',
  body: (name) => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'x' }],
  }),
  edits: [
    (object, random) => {
      const make = (name: string): JsonObject => ({ kind: 'ServiceAccount', name, namespace: 'x' })
      editItems(listIn(object, 'subjects'), random, make)
    },
    (object, random) => {
      if (random.chance(0.2)) delete object['subjects']
    },
  ],
  refused: (object) => {
    mapIn(object, 'roleRef')['name'] = 'another'
  },
})

const serviceAccount = kindOf({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  resource: 'serviceaccounts',
  body: () => ({ imagePullSecrets: [{ name: 'a' }] }),
  edits: [
    (object, random) => editItems(listIn(object, 'imagePullSecrets'), random, (name) => ({ name })),
    (object, random) => editItems(listIn(object, 'secrets'), random, (name) => ({ name })),
    (object, random) => {
      object['automountServiceAccountToken'] = random.chance(0.5)
    },
  ],
  refused: (object) => {
    mapIn(object, 'metadata', 'labels')['a'] = 'not a label'
  },
})

/** Kinds beside those that charts are mostly made of. */
export const otherKinds: readonly GeneratedKind[] = [
  secret,
  cronJob,
  networkPolicy,
  disruptionBudget,
  role,
  roleBinding,
  serviceAccount,
]
