import { expect, test } from 'vitest'
import { DEFAULT_CONFIGURATION } from '../fields/configuration.ts'
import { printed, resourcesOf } from '../fields/testing-resources.ts'
import type { Transform } from '../resource/list.ts'
import { prefixTransformer } from '../transformers/name-affix.ts'
import { namespaceTransformer } from '../transformers/namespace.ts'
import { nameReferenceTransformer } from './names.ts'

const follow = nameReferenceTransformer(DEFAULT_CONFIGURATION.nameReference)
const prefixed = (prefix: string): Transform => prefixTransformer({ prefix, fieldSpecs: [{ path: 'metadata/name' }] })
const moved = (namespace: string): Transform => namespaceTransformer({ namespace })

function after(text: string, ...steps: readonly Transform[]): string {
  const resources = resourcesOf(text)
  for (const step of [...steps, follow]) step(resources)
  return printed(resources)
}

const RBAC = 'rbac.authorization.k8s.io'
const map = (name: string, namespace = '""') =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}, namespace: ${namespace}}}\n---\n`
const pod = (spec: string, namespace = '""') =>
  `{apiVersion: v1, kind: Pod, metadata: {name: pod, namespace: ${namespace}}, spec: ${spec}}\n`
const env = (name: string) => `{containers: [{envFrom: [{configMapRef: {name: ${name}}}]}]}`

test('a field that names a renamed resource follows it', () => {
  expect(after(map('a') + pod(env('a')), prefixed('p-'))).toContain('configMapRef:\n        name: p-a\n')
})

test.each([
  ['a name that nothing had', env('b'), 'name: b\n'],
  ['a name of another kind', '{volumes: [{secret: {secretName: a}}]}', 'secretName: a\n'],
  ['null', env('null'), 'name: null\n'],
])('%s stays', (_, spec, then) => {
  expect(after(map('a') + pod(spec), prefixed('p-'))).toContain(then)
})

test('lists of names are followed one by one', () => {
  const role = `{apiVersion: ${RBAC}/v1, kind: Role, metadata: {name: r}, rules: [{resourceNames: [a, b, null]}]}`
  expect(after(map('a') + role, prefixed('p-'))).toContain('resourceNames:\n  - p-a\n  - b\n  - null\n')
})

test('a resource of another namespace is not meant', () => {
  expect(after(map('a', 'x') + pod(env('a'), 'y'), prefixed('p-'))).toContain('configMapRef:\n        name: a\n')
})

test('an empty namespace is the default one', () => {
  expect(after(map('a', 'default') + pod(env('a')), prefixed('p-'))).toContain('name: p-a\n  namespace: default\n')
})

test('a subject takes the new name and namespace of a service account, also of another namespace', () => {
  const account = '{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, namespace: x}}\n---\n'
  const subjects = '[{kind: ServiceAccount, name: a, namespace: x}, {kind: ServiceAccount, name: a, namespace: z}]'
  const binding = `{apiVersion: ${RBAC}/v1, kind: RoleBinding, metadata: {name: b, namespace: y}, subjects: ${subjects}}`
  expect(after(account + binding, prefixed('p-'))).toContain(
    'subjects:\n- kind: ServiceAccount\n  name: p-a\n  namespace: x\n- kind: ServiceAccount\n  name: a\n  namespace: z\n',
  )
})

test('a webhook gets the namespace of its service', () => {
  const service = '{apiVersion: v1, kind: Service, metadata: {name: s}}\n---\n'
  const hook = (service: string) =>
    `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: w},
      webhooks: [{clientConfig: {service: ${service}}}]}`
  expect(after(service + hook('{name: s}'), moved('ns'))).toContain('name: s\n      namespace: ns\n')
  expect(after(service + hook('{name: s, namespace: other}'), moved('ns'))).toContain('namespace: other\n')
})

test('roleRef says whether a Role or a ClusterRole is meant', () => {
  const role = (kind: string) => `{apiVersion: ${RBAC}/v1, kind: ${kind}, metadata: {name: a}}\n---\n`
  const binding = (kind: string) =>
    `{apiVersion: ${RBAC}/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {apiGroup: ${RBAC}, kind: ${kind}, name: a}}`
  expect(after(role('ClusterRole') + binding('Role'), prefixed('p-'))).toContain('kind: Role\n  name: a\n')
  expect(after(role('Role') + binding('Role'), prefixed('p-'))).toContain('kind: Role\n  name: p-a\n')
})

test('among several the one that was renamed along is meant', () => {
  const resources = resourcesOf(map('a'))
  const [first] = resources.resources
  prefixed('x-')(resources)
  const more = resourcesOf(map('a') + pod(env('a')))
  prefixed('y-')(more)
  if (first !== undefined) more.append(first)
  follow(more)
  expect(printed(more)).toContain('configMapRef:\n        name: y-a\n')
})

test('several that fit with different names are ambiguous', () => {
  const text = `${map('one')}${map('two')}${pod(env('a'))}`
  const resources = resourcesOf(text)
  for (const resource of resources.resources.slice(0, 2)) {
    resource.former.push({ kind: 'ConfigMap', name: 'a', namespace: 'default' })
  }
  expect(() => follow(resources)).toThrow(
    expect.objectContaining({
      code: 'ambiguous',
      message: expect.stringMatching(
        /^updating name reference in 'spec\/containers\/envFrom\/configMapRef\/name' field of 'Pod.v1.\[noGrp\]\/pod.\[noNs\]': considering field .*: visit traversal on path: \[envFrom configMapRef name\]: visit traversal on path: \[configMapRef name\]: found multiple possible referrals: ConfigMap.v1.\[noGrp\]\/one.\[noNs\], ConfigMap.v1.\[noGrp\]\/two.\[noNs\]\n\n\*\*\*\* Too many/,
      ),
    }),
  )
})

test.each([
  ['subjects: [{kind: User}]', "path config error; no 'name' field in node"],
  ['subjects: [[a]]', 'a list is expected to be either a string or a map of string'],
  [
    'subjects: [{kind: ServiceAccount, name: a, namespace: 5}]',
    `Invalid Input: namespace is blank for resource "RoleBinding.v1.${RBAC}/b.[noNs]"\n`,
  ],
])('a reference that cannot be read is an error: %s', (rest, message) => {
  const text = `{apiVersion: ${RBAC}/v1, kind: RoleBinding, metadata: {name: b}, ${rest}}`
  expect(() => after(text)).toThrow(
    expect.objectContaining({ code: 'bad-value', message: expect.stringContaining(message) }),
  )
})

test('who names a resource is written down', () => {
  const resources = resourcesOf(map('a') + pod(env('a')))
  for (const step of [prefixed('p-'), follow]) step(resources)
  expect(resources.resources[0]?.referredBy).toMatchObject([{ name: 'p-pod' }])
})

test('a thousand resources that name each other are followed at once', () => {
  const names = Array.from({ length: 1_000 }, (_, at) => `a${at}`)
  const text = names.map((name, at) => map(name) + pod(env(`a${999 - at}`)).replace('pod', `pod${at}`)).join('---\n')
  const resources = resourcesOf(text)
  prefixed('p-')(resources)
  const start = performance.now()
  follow(resources)
  expect(performance.now() - start).toBeLessThan(1_000)
  expect(printed(resources).match(/configMapRef:\n *name: p-a/g)).toHaveLength(1_000)
})
