import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copyOf, fieldOf, isMap, type Json, type JsonObject, type KubeObject, setField } from '#kube'
import { type CompareFacts, compareObject } from './compare.ts'
import { diffFields, type FieldEdit } from './diff/fields.ts'
import { stepsOf, valueAtPath } from './diff/path.ts'
import { mergeOffline, schemaOfKind } from './merge.ts'
import { orderByNeeds } from './order/order.ts'

const facts: CompareFacts = {
  source: 'web/templates/web.yaml',
  schema: undefined,
  ours: new Set(['helm']),
  isOwned: true,
  refused: [],
  instances: [],
}

function object(kind: string, rest: JsonObject = {}, apiVersion = 'v1'): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'shop' }, ...copyOf(rest) }
}

const deployment = (spec: JsonObject): KubeObject => object('Deployment', { spec }, 'apps/v1')
const pods = (image: string): JsonObject => ({ spec: { containers: [{ name: 'web', image }] } })

interface Row {
  readonly name: string
  readonly previous?: KubeObject
  readonly wanted?: KubeObject
  readonly live?: KubeObject
  readonly isOwned?: boolean
  readonly change: string
  readonly fields?: readonly string[]
}

const managedBy = (manager: string): Json => [
  { manager, time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
]

const drifted: KubeObject = {
  ...deployment({ replicas: 3 }),
  metadata: {
    name: 'web',
    namespace: 'shop',
    managedFields: [
      { manager: 'helm', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
      { manager: 'kubectl-edit', time: '2026-02-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    ],
  },
}

const rows: readonly Row[] = [
  { name: 'what is not there is created', wanted: object('Service'), change: 'create' },
  { name: 'what is no longer asked for goes', previous: object('Service'), live: object('Service'), change: 'delete' },
  {
    name: 'a resource policy keeps it',
    previous: object('Service'),
    live: object('Service', { metadata: { name: 'web', annotations: { 'helm.sh/resource-policy': 'keep' } } }),
    change: 'keep',
  },
  { name: 'what is gone already changes nothing', previous: object('Service'), change: 'unchanged' },
  {
    name: 'what somebody else made is adopted',
    wanted: object('Service'),
    live: object('Service'),
    isOwned: false,
    change: 'adopt',
  },
  {
    name: 'what the server writes is no change',
    previous: object('ConfigMap'),
    wanted: object('ConfigMap'),
    live: object('ConfigMap', { metadata: { name: 'web', namespace: 'shop', uid: 'u', resourceVersion: '7' } }),
    change: 'unchanged',
  },
  {
    name: 'a quantity in another form is no change',
    previous: deployment({
      template: { spec: { containers: [{ name: 'w', resources: { limits: { cpu: '0.5' } } }] } },
    }),
    wanted: deployment({ template: { spec: { containers: [{ name: 'w', resources: { limits: { cpu: '0.5' } } }] } } }),
    live: deployment({ template: { spec: { containers: [{ name: 'w', resources: { limits: { cpu: '500m' } } }] } } }),
    change: 'unchanged',
  },
  {
    name: 'a field changes in place',
    previous: deployment({ replicas: 1 }),
    wanted: deployment({ replicas: 2 }),
    live: deployment({ replicas: 1 }),
    change: 'update',
    fields: ['/spec/replicas unknown'],
  },
  {
    name: 'a new image restarts pods',
    previous: deployment({ template: pods('a') }),
    wanted: deployment({ template: pods('b') }),
    live: deployment({ template: pods('a') }),
    change: 'restart',
    fields: ['/spec/template/spec/containers/[name=web]/image unknown'],
  },
  {
    name: 'a daemon set that waits for deletions restarts nothing',
    previous: object('DaemonSet', { spec: { updateStrategy: { type: 'OnDelete' }, template: pods('a') } }, 'apps/v1'),
    wanted: object('DaemonSet', { spec: { updateStrategy: { type: 'OnDelete' }, template: pods('b') } }, 'apps/v1'),
    live: object('DaemonSet', { spec: { updateStrategy: { type: 'OnDelete' }, template: pods('a') } }, 'apps/v1'),
    change: 'update',
  },
  {
    name: 'a selector cannot change',
    previous: deployment({ selector: { matchLabels: { app: 'a' } } }),
    wanted: deployment({ selector: { matchLabels: { app: 'b' } } }),
    live: deployment({ selector: { matchLabels: { app: 'a' } } }),
    change: 'replace',
  },
  {
    name: 'a config map that is marked cannot change',
    previous: object('ConfigMap', { immutable: true, data: { a: '1' } }),
    wanted: object('ConfigMap', { immutable: true, data: { a: '2' } }),
    live: object('ConfigMap', { immutable: true, data: { a: '1' } }),
    change: 'replace',
  },
  {
    name: 'what somebody changed is drift',
    previous: deployment({ replicas: 1 }),
    wanted: deployment({ replicas: 1 }),
    live: drifted,
    change: 'drift',
    fields: ['/spec/replicas drift kubectl-edit'],
  },
  {
    name: 'what only we have written is no drift',
    previous: deployment({ replicas: 1 }),
    wanted: deployment({ replicas: 1 }),
    live: { ...drifted, metadata: { ...drifted.metadata, managedFields: managedBy('helm') } },
    change: 'update',
    fields: ['/spec/replicas unknown'],
  },
  {
    name: 'what somebody added stays',
    previous: deployment({ template: pods('a') }),
    wanted: deployment({ template: pods('a') }),
    live: deployment({ replicas: 3, template: pods('a') }),
    change: 'unchanged',
  },
  {
    name: 'a schema that changes is told apart',
    previous: object('CustomResourceDefinition', { spec: { scope: 'Cluster' } }, 'apiextensions.k8s.io/v1'),
    wanted: object('CustomResourceDefinition', { spec: { scope: 'Cluster', x: 1 } }, 'apiextensions.k8s.io/v1'),
    live: object('CustomResourceDefinition', { spec: { scope: 'Cluster' } }, 'apiextensions.k8s.io/v1'),
    change: 'unchanged',
  },
]

test.for(rows)('$name', ({ previous, wanted, live, isOwned = true, change, fields }) => {
  const merged = mergeOffline({ previous, wanted, live: live && canonicalLive(live) })
  const compared = { previous, wanted, live: live && canonicalLive(live), merged }
  const subject = wanted ?? live ?? previous
  const schema = subject && schemaOfKind(subject)
  const found = compareObject(compared, { ...facts, schema, isOwned })
  expect(found.change).toBe(change)
  const texts = found.fields.map(({ path, cause }) =>
    [path, cause.kind, 'manager' in cause ? cause.manager : ''].join(' ').trim(),
  )
  if (fields !== undefined) expect(texts).toEqual(fields)
})

/** As a server would have stored it: defaults filled in. */
function canonicalLive(live: KubeObject): KubeObject {
  return {
    ...(mergeOffline({ previous: undefined, wanted: live, live: undefined }) as KubeObject),
    metadata: live.metadata,
  }
}

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'x/y', 'm~n')
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json; items: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom('', 'x', 'y'),
    fc.constant(null),
    fc.dictionary(key, tie('value')) as fc.Arbitrary<Json>,
    tie('items'),
  ),
  items: fc.oneof(
    fc
      .uniqueArray(fc.tuple(fc.constantFrom('one', 'two', 'three'), tie('value')), { selector: ([name]) => name })
      .map((rows) => rows.map(([name, value]) => ({ name, value })) as Json),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value

test('the fields of a difference make the one side from the other', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const edits = diffFields(before, after, undefined)
      expect(edits.reduce(applied, copyOf(before))).toEqual(copyOf(after))
    }),
    { numRuns: 2000 },
  )
})

/** The value with one edit made. */
function applied(value: Json, edit: FieldEdit): Json {
  const steps = stepsOf(edit.path)
  const last = steps.at(-1)
  if (last === undefined) return copyOf(edit.after as Json)
  const parent = valueAtPath(value, steps.slice(0, -1))
  if (isMap(parent)) setOrDelete(parent, last, edit.after)
  else if (Array.isArray(parent)) editList(parent, last, edit)
  return value
}

function setOrDelete(map: JsonObject, name: string, after: Json | undefined): void {
  if (after === undefined) delete map[name]
  else setField(map, name, copyOf(after))
}

function editList(list: Json[], step: string, { after, index }: FieldEdit): void {
  if (index !== undefined) list.splice(index, 0, copyOf(after as Json))
  else if (/^\d+$/.test(step)) list[Number(step)] = copyOf(after as Json)
  else if (after === undefined) {
    const name = /name=([^\]]*)/.exec(step)?.[1]
    list.splice(
      list.findIndex((item) => isMap(item) && fieldOf(item, 'name') === name),
      1,
    )
  }
}

const named = (kind: string, name: string, annotations: JsonObject = {}, rest: JsonObject = {}) => ({
  object: { apiVersion: 'v1', kind, metadata: { name, namespace: 'shop', annotations }, ...rest } as KubeObject,
})
const needs = (on: string): JsonObject => ({ 'berth.dev/depends-on': on })

const orders: readonly {
  name: string
  items: readonly ReturnType<typeof named>[]
  stages: string
  cycles?: number
  missing?: number
}[] = [
  { name: 'nothing moves without needs', items: [named('A', 'a'), named('B', 'b')], stages: 'a b' },
  {
    name: 'an annotation opens a stage',
    items: [named('A', 'a', needs('B/b')), named('B', 'b'), named('C', 'c')],
    stages: 'b* c | a',
  },
  {
    name: 'a reference only moves',
    items: [named('Pod', 'a', {}, { spec: { serviceAccountName: 's' } }), named('ServiceAccount', 's')],
    stages: 's a',
  },
  {
    name: 'weights gate on each other',
    items: [
      named('A', 'a', { 'argocd.argoproj.io/sync-wave': '5' }),
      named('B', 'b'),
      named('C', 'c', { 'berth.dev/weight': '-1' }),
    ],
    stages: 'c* | b* | a',
  },
  {
    name: 'the form of cli-utils',
    items: [named('A', 'a', { 'config.kubernetes.io/depends-on': 'apps/namespaces/shop/B/b' }), named('B', 'b')],
    stages: 'b* | a',
  },
  {
    name: 'circles are cut and told',
    items: [named('A', 'a', needs('B/b')), named('B', 'b', needs('A/a'))],
    stages: 'a* | b*',
    cycles: 1,
  },
  { name: 'what is not there is told', items: [named('A', 'a', needs('B/b'))], stages: 'a', missing: 1 },
  {
    name: 'a custom object comes behind its definition',
    items: [
      named('Widget', 'w'),
      named('CustomResourceDefinition', 'd', {}, { spec: { group: '', names: { kind: 'Widget' } } }),
    ],
    stages: 'd* | w',
  },
]

test.for(orders)('order: $name', ({ items, stages, cycles = 0, missing = 0 }) => {
  const ordered = orderByNeeds(items)
  const text = ordered.stages.map(({ objects, gates }) =>
    objects.map((one) => `${one.object.metadata.name}${gates.includes(one) ? '*' : ''}`).join(' '),
  )
  expect(text.join(' | ')).toBe(stages)
  expect(ordered.cycles).toHaveLength(cycles)
  expect(ordered.missing).toHaveLength(missing)
})

test('order: a long chain neither overflows nor takes long', () => {
  const items = Array.from({ length: 3000 }, (_, at) => named('A', `a${at}`, needs(`A/a${at + 1}`)))
  expect(orderByNeeds(items).stages).toHaveLength(3000)
})
