import { expect, test } from 'vitest'
import { DEFAULT_CONFIGURATION } from '../fields/configuration.ts'
import { afterSteps, resourcesOf } from '../fields/testing-resources.ts'
import { idText } from '../resource/id.ts'
import { prefixTransformer, suffixTransformer } from './name-affix.ts'
import { namespaceTransformer } from './namespace.ts'
import { replicaCountTransformer } from './replicas.ts'

const prefix = prefixTransformer({ prefix: 'p-', fieldSpecs: DEFAULT_CONFIGURATION.namePrefix })
const suffix = suffixTransformer({ suffix: '-s', fieldSpecs: DEFAULT_CONFIGURATION.nameSuffix })
const namespace = namespaceTransformer({ namespace: 'ns', fieldSpecs: DEFAULT_CONFIGURATION.namespace })
const object = (apiVersion: string, kind: string, rest = '') =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a}${rest}}`

test.each([
  ['v1', 'ConfigMap', 'p-a-s'],
  ['v1', 'Namespace', 'a'],
  ['example.com/v1', 'Namespace', 'a'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'a'],
  ['apiregistration.k8s.io/v1', 'APIService', 'a'],
  ['example.com/v1', 'APIService', 'p-a-s'],
])('a name gets prefix and suffix: %s %s', (apiVersion, kind, name) => {
  expect(afterSteps(object(apiVersion, kind), prefix, suffix)).toContain(`  name: ${name}\n`)
})

test('former ids are kept, and the affixes too', () => {
  const resources = resourcesOf(object('v1', 'ConfigMap'))
  for (const step of [namespace, prefix, suffix]) step(resources)
  const [resource] = resources.resources
  expect(resource?.previousIds().map(idText)).toEqual([
    'ConfigMap.v1.[noGrp]/a.default',
    'ConfigMap.v1.[noGrp]/a.ns',
    'ConfigMap.v1.[noGrp]/p-a.ns',
  ])
  expect([resource?.prefixes, resource?.suffixes]).toEqual([['p-'], ['-s']])
})

test.each([
  ['v1', 'ConfigMap', '', 'metadata:\n  name: a\n  namespace: ns\n'],
  ['v1', 'Namespace', '', 'metadata:\n  name: ns\n'],
  ['example.com/v1', 'Namespace', '', 'metadata:\n  name: a\n  namespace: ns\n'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', '', 'metadata:\n  name: a\n'],
  ['example.com/v1', 'ClusterRole', '', 'metadata:\n  name: a\n  namespace: ns\n'],
  ['apiregistration.k8s.io/v1', 'APIService', '', 'name: a\nspec:\n  service:\n    namespace: ns\n'],
  [
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    ', subjects: [{name: default}, {name: b, namespace: q}, null]',
    'subjects:\n- name: default\n  namespace: ns\n- name: b\n  namespace: q\n- null\n',
  ],
])('a namespace is set where objects have one: %s %s', (apiVersion, kind, rest, then) => {
  expect(afterSteps(object(apiVersion, kind, rest), namespace)).toContain(then)
})

test.each([
  ['allServiceAccounts', '- kind: ServiceAccount\n  name: b\n  namespace: ns\n- name: default\n'],
  ['none', '- kind: ServiceAccount\n  name: b\n- name: default\n'],
])('subjects of role bindings: %s', (setRoleBindingSubjects, then) => {
  const text = object('v1', 'RoleBinding', ', subjects: [{kind: ServiceAccount, name: b}, {name: default}]')
  expect(afterSteps(text, namespaceTransformer({ namespace: 'ns', setRoleBindingSubjects }))).toContain(then)
})

test('a namespace that is written may be left alone', () => {
  const step = namespaceTransformer({ namespace: 'ns', unsetOnly: true })
  const text = '{kind: A, metadata: {name: a, namespace: x}}\n---\n{kind: A, metadata: {name: b, namespace: ""}}'
  expect(afterSteps(text, step)).toMatch(/namespace: x\n[^]*namespace: ns\n/)
})

test('two objects that become one are a conflict', () => {
  const text = '{kind: A, metadata: {name: a, namespace: x}}\n---\n{kind: A, metadata: {name: a, namespace: y}}'
  const before = (from: string) =>
    `{"kind":"A","metadata":{"annotations":{"internal.config.kubernetes.io/previousKinds":"A",` +
    `"internal.config.kubernetes.io/previousNames":"a","internal.config.kubernetes.io/previousNamespaces":"${from}"},` +
    `"name":"a","namespace":"ns"}}`
  const message = `namespace transformation produces ID conflict: [${before('x')} ${before('y')}]`
  expect(() => afterSteps(text, namespace)).toThrow(expect.objectContaining({ code: 'conflict', message }))
})

test('a field of the table that is no text is an error', () => {
  const step = namespaceTransformer({ namespace: 'ns', fieldSpecs: [{ path: 'spec' }] })
  expect(() => afterSteps(object('v1', 'A', ', spec: {b: c}'), step)).toThrow(
    /^namespace field specs must target scalar nodes: considering field 'spec' of object A.v1.\[noGrp\]\/a.ns: wrong/,
  )
})

const replicas = replicaCountTransformer({
  replica: { name: 'a', count: 3 },
  fieldSpecs: DEFAULT_CONFIGURATION.replicas,
})

test.each([
  ['', 'spec:\n  replicas: 3\n'],
  [', spec: {replicas: 1}', 'spec:\n  replicas: 3\n'],
  [', spec: {replicas: "1"}', 'spec:\n  replicas: "3"\n'],
])('a replica count is set by name, also by a former one: %s', (rest, then) => {
  expect(afterSteps(object('apps/v1', 'Deployment', rest), prefix, replicas)).toContain(then)
})

test('a replica count without its workload is an error', () => {
  const kinds = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].map(
    (kind) => `${kind}.[noVer].[noGrp]`,
  )
  const message = `resource with name a does not match a config with the following GVK [${kinds.join(' ')}]`
  expect(() => afterSteps(object('v1', 'Service'), replicas)).toThrow(
    expect.objectContaining({ code: 'no-match', message }),
  )
})
