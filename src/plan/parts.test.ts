import { expect, test } from 'vitest'
import type { Json, KubeObject, Schema } from '#kube'
import { crdWarnings } from './crd/compatible.ts'
import { schemaNarrowings } from './crd/narrow.ts'
import { pathText, shownPath, stepsOf } from './diff/path.ts'
import { immutableReason } from './immutable.ts'
import { ownerOf } from './owner.ts'
import { redacted } from './redact.ts'

test.for([
  ['/spec/replicas', 'spec.replicas'],
  ['/spec/containers/[name=web]/image', 'spec.containers[name=web].image'],
  ['/metadata/annotations/example.com~1a~0b', 'metadata.annotations["example.com/a~b"]'],
  ['/spec/rules/0/host', 'spec.rules[0].host'],
  ['', ''],
] as const)('the path %s is shown as %s and read back', ([path, shown]) => {
  expect([shownPath(path), pathText(stepsOf(path))]).toEqual([shown, path])
})

const live = (rest: Record<string, Json> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'X',
  metadata: { name: 'x' },
  ...rest,
})

test.for([
  ['apps', 'StatefulSet', '/spec/serviceName', true],
  ['apps', 'StatefulSet', '/spec/replicas', false],
  ['apps', 'StatefulSet', '/spec/template/spec/nodeName', false],
  ['apps', 'StatefulSet', '/spec/volumeClaimTemplates', true],
  ['batch', 'Job', '/spec/template/spec/containers/[name=a]/image', true],
  ['batch', 'Job', '/spec/parallelism', false],
  ['', 'PersistentVolumeClaim', '/spec/resources/requests/storage', false],
  ['', 'PersistentVolumeClaim', '/spec/storageClassName', true],
  ['', 'Pod', '/spec/containers/[name=a]/image', false],
  ['', 'Pod', '/spec/containers/[name=a]/command', true],
  ['', 'Service', '/spec/clusterIP', true],
  ['', 'Service', '/spec/ports', false],
  ['', 'Secret', '/data/a', false],
  ['', 'Secret', '/type', true],
  ['rbac.authorization.k8s.io', 'RoleBinding', '/roleRef/name', true],
  ['storage.k8s.io', 'StorageClass', '/allowVolumeExpansion', false],
  ['other', 'Deployment', '/spec/selector', false],
] as const)('%s %s %s cannot change: %s', ([group, kind, path, isFixed]) => {
  expect(immutableReason({ group, version: 'v1', kind }, path, live()) !== undefined).toBe(isFixed)
})

const narrowings: readonly (readonly [name: string, before: Schema, after: Schema, told: readonly string[]])[] = [
  ['nothing changes', { type: 'string' }, { type: 'string' }, []],
  ['a field goes', { properties: { a: { type: 'string' } } }, { properties: {} }, ['a goes: its values are dropped']],
  ['an enum loses a value', { enum: ['a', 'b'] }, { enum: ['a'] }, ['the object no longer takes "b"']],
  ['an enum gains a value', { enum: ['a'] }, { enum: ['a', 'b'] }, []],
  ['a type changes', { type: 'string' }, { type: 'integer' }, ['the object changes from string to integer']],
  ['an integer becomes a number', { type: 'integer' }, { type: 'number' }, []],
  [
    'a field is required',
    { properties: { a: {} } },
    { properties: { a: {} }, required: ['a'] },
    ['the object now requires a'],
  ],
  [
    'a required field has a default',
    { properties: { a: {} } },
    { properties: { a: { default: 1 } }, required: ['a'] },
    [],
  ],
  ['a bound is tighter', { items: { maxLength: 5 } }, { items: { maxLength: 4 } }, ['[] has a tighter maxLength: 4']],
  ['a bound is wider', { minimum: 2 }, { minimum: 1 }, []],
]

test.for(narrowings)('schema: %s', ([, before, after, told]) => {
  expect(schemaNarrowings(before, after)).toEqual(told)
})

function definition(versions: readonly Json[], storedVersions: readonly string[] = []): KubeObject {
  const rest = { spec: { versions: [...versions] }, status: { storedVersions: [...storedVersions] } }
  return { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'x' }, ...rest }
}

const version = (name: string, size: Json = { type: 'integer' }): Json => ({
  name,
  served: true,
  schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { size } } } } },
})
const instance: KubeObject = {
  apiVersion: 'x.dev/v1',
  kind: 'X',
  metadata: { name: 'one', namespace: 'shop' },
  spec: { size: 7 },
}

test('a definition that drops a stored version, or refuses a live object, is told', () => {
  expect(crdWarnings(definition([version('v1'), version('v2')], ['v1']), definition([version('v2')]), [])).toEqual([
    'version v1 goes, and objects are stored in it: migrate them first',
  ])
  const tight = definition([version('v1', { type: 'integer', maximum: 5 })])
  const told = crdWarnings(definition([version('v1')]), tight, [instance])
  expect(told[0]).toContain('the new schema refuses shop/one: spec.size')
  expect(told[1]).toBe('v1: spec.size has a tighter maximum: 5')
  expect(crdWarnings(definition([version('v1')]), undefined, [instance])).toHaveLength(1)
})

test('the owner of a field is the latest other one, of what is around it where the field is gone', () => {
  const entry = (manager: string, time: string, fields: Json): Json => ({ manager, time, fieldsV1: fields })
  const object = live()
  object.metadata['managedFields'] = [
    entry('helm', '2026-03-03T00:00:00Z', { 'f:spec': { 'f:a': {} } }),
    entry('one', '2026-01-01T00:00:00Z', { 'f:spec': { 'f:list': { 'k:{"name":"web"}': { 'f:x': {} } } } }),
    entry('two', '2026-02-02T00:00:00Z', { 'f:spec': { 'f:b': {} } }),
  ]
  const ours = new Set(['helm'])
  expect(ownerOf(object, '/spec/list/[name=web]/x', ours).manager).toBe('one')
  expect(ownerOf(object, '/spec/b', ours).manager).toBe('two')
  expect(ownerOf(object, '/spec/gone', ours).manager).toBe('two')
  expect(ownerOf(live(), '/spec/b', ours)).toEqual({ manager: '', time: '' })
})

test('what Secrets hold is hidden, and nothing else', () => {
  const field = (path: string, after: Json) => ({ path, before: undefined, after, cause: { kind: 'unknown' } as const })
  const change = {
    gvk: { group: '', version: 'v1', kind: 'Secret' },
    namespace: 'shop',
    name: 's',
    source: '',
    change: 'create' as const,
    fields: [field('/data/a', 'aHVudGVyMg=='), field('/stringData', { b: 'geheim' }), field('/type', 'Opaque')],
    warnings: [],
    against: '',
  }
  const plan = redacted({
    release: { name: 'r', namespace: 'shop', revision: 1 },
    operation: 'install',
    changes: [change],
    hooks: [],
    warnings: [],
    refusals: [],
  })
  expect(plan.changes[0]?.fields.map(({ after }) => after)).toEqual([
    '(hidden, 7 bytes)',
    { b: '(hidden, 6 bytes)' },
    'Opaque',
  ])
})
