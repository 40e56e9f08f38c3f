import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { coreType, type ResourceType } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { type Json, type JsonObject, type KubeObject, StatusError, valueAt } from '#kube'

const configMaps = coreType('configmaps', 'ConfigMap')
const deployments: ResourceType = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  kind: 'Deployment',
  isNamespaced: true,
}
const kindOf = (resource: string, kind: string): ResourceType => ({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  resource,
  kind,
  isNamespaced: false,
})
const policies = kindOf('validatingadmissionpolicies', 'ValidatingAdmissionPolicy')
const bindings = kindOf('validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding')
const mutatingPolicies = kindOf('mutatingadmissionpolicies', 'MutatingAdmissionPolicy')
const mutatingBindings = kindOf('mutatingadmissionpolicybindings', 'MutatingAdmissionPolicyBinding')

let cluster: Cluster
const warnings: string[] = []
beforeAll(async () => {
  cluster = await startCluster({ listens: false })
})
afterAll(() => cluster.stop())
afterEach(async () => {
  for (const type of [bindings, policies, mutatingBindings, mutatingPolicies]) {
    for (const { metadata } of (await cluster.client.list(type)).items)
      await cluster.client.remove(type, { name: metadata.name })
  }
  for (const type of [configMaps, deployments]) {
    for (const { metadata } of (await cluster.client.list(type, { namespace: 'default' })).items)
      await cluster.client.remove(type, { namespace: 'default', name: metadata.name })
  }
  warnings.length = 0
})

const rulesFor = (group: string, resource: string, ...operations: string[]): JsonObject => ({
  resourceRules: [{ apiGroups: [group], apiVersions: ['v1'], operations, resources: [resource] }],
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } },
})
const object = (type: ResourceType, name: string, spec: JsonObject): KubeObject => ({
  apiVersion: `${type.group}/${type.version}`,
  kind: type.kind,
  metadata: { name },
  spec,
})
const validate = async (spec: JsonObject, binding: JsonObject = {}): Promise<void> => {
  const matchConstraints = rulesFor('', 'configmaps', 'CREATE', 'UPDATE')
  await cluster.client.create(policies, object(policies, 'p', { matchConstraints, ...spec }))
  const bound = { policyName: 'p', validationActions: ['Deny'], ...binding }
  await cluster.client.create(bindings, object(bindings, 'b', bound))
}
const mutate = async (mutations: readonly JsonObject[], spec: JsonObject = {}): Promise<void> => {
  const matchConstraints = rulesFor('', 'configmaps', 'CREATE')
  const all = { matchConstraints, reinvocationPolicy: 'Never', mutations: [...mutations], ...spec }
  await cluster.client.create(mutatingPolicies, object(mutatingPolicies, 'm', all))
  await cluster.client.create(mutatingBindings, object(mutatingBindings, 'mb', { policyName: 'm' }))
}
const map = (name: string, data: JsonObject = {}, labels: JsonObject = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', labels },
  data,
})
const create = (one: KubeObject): Promise<KubeObject> => cluster.client.create(configMaps, one)
const refusal = async (work: Promise<unknown>): Promise<StatusError['status']> => {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (error instanceof StatusError) return error.status
  throw new Error(`not refused: ${String(error)}`)
}

describe('a validating policy', () => {
  test('refuses in its words', async () => {
    await validate({ validations: [{ expression: "object.metadata.name != 'bad'", message: 'a bad name' }] })
    await create(map('good'))
    const message = `configmaps "bad" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: a bad name`
    expect(await refusal(create(map('bad')))).toMatchObject({ code: 422, reason: 'Invalid', message })
  })

  test.each<[string, JsonObject, number, string]>([
    ['the expression where there is no message', { expression: ' false ' }, 422, 'failed expression: false'],
    [
      'a message that is computed',
      { expression: 'false', messageExpression: "'no ' + object.metadata.name", message: 'm' },
      422,
      'no x',
    ],
    [
      'the message where the computed one fails',
      { expression: 'false', messageExpression: 'string(object.nope)', message: 'm' },
      422,
      'm',
    ],
    ['a reason of its own', { expression: 'false', reason: 'Forbidden', message: 'm' }, 403, 'm'],
    [
      'what failed',
      { expression: 'object.nope == 1' },
      422,
      "expression 'object.nope == 1' resulted in error: no such key: nope",
    ],
  ])('tells %s', async (_, validation, code, words) => {
    await validate({ validations: [validation] })
    const status = await refusal(create(map('x')))
    expect(status.code).toBe(code)
    expect(status.message).toContain(`denied request: ${words}`)
  })

  test('that may fail lets pass what fails', async () => {
    await validate({ failurePolicy: 'Ignore', validations: [{ expression: 'object.nope == 1' }] })
    await create(map('x'))
  })

  test('has variables, which are computed when they are asked for', async () => {
    await validate({
      variables: [
        { name: 'size', expression: 'object.data.size()' },
        { name: 'big', expression: 'variables.size > 1' },
        { name: 'broken', expression: 'object.nope' },
      ],
      validations: [{ expression: '!variables.big || false && variables.broken', message: 'too big' }],
    })
    await create(map('small', { a: '' }))
    expect((await refusal(create(map('big', { a: '', b: '' })))).message).toContain('denied request: too big')
  })

  test('holds for what its conditions, selectors and exclusions leave', async () => {
    await validate({
      matchConditions: [
        { name: 'labelled', expression: "has(object.metadata.labels) && 'look' in object.metadata.labels" },
      ],
      matchConstraints: {
        ...rulesFor('', 'configmaps', '*'),
        excludeResourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['*'],
            resources: ['configmaps'],
            resourceNames: ['free'],
          },
        ],
      },
      validations: [{ expression: "request.operation == 'DELETE'" }],
    })
    await create(map('plain'))
    await create(map('free', {}, { look: 'yes' }))
    await refusal(create(map('x', {}, { look: 'yes' })))
  })

  test('takes parameters by name and by label, and refuses without them where it must', async () => {
    const paramKind = { apiVersion: 'v1', kind: 'ConfigMap' }
    const validations = [{ expression: "object.metadata.name == params.data['name']", message: 'not the name' }]
    const matchConstraints = {
      ...rulesFor('', 'configmaps', 'CREATE'),
      objectSelector: { matchLabels: { look: 'yes' } },
    }
    await create(map('params', { name: 'wanted' }, { param: 'yes' }))
    await validate(
      { paramKind, matchConstraints, validations },
      { paramRef: { selector: { matchLabels: { param: 'yes' } }, parameterNotFoundAction: 'Deny' } },
    )
    await create(map('wanted', {}, { look: 'yes' }))
    expect((await refusal(create(map('x', {}, { look: 'yes' })))).message).toContain('not the name')
    await cluster.client.remove(configMaps, { namespace: 'default', name: 'params' })
    expect((await refusal(create(map('wanted2', {}, { look: 'yes' })))).message).toBe(
      "configmaps \"wanted2\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: " +
        'failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction',
    )
  })

  test('sees the namespace, the old object, the user and what he may', async () => {
    await validate({
      validations: [
        { expression: "namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == 'default'", message: 'ns' },
        { expression: "request.userInfo.username == 'kubernetes-admin'", message: 'user' },
        {
          expression: "authorizer.group('').resource('pods').namespace('default').check('create').allowed()",
          message: 'may',
        },
        { expression: "authorizer.requestResource.check('create').allowed()", message: 'may this' },
        { expression: 'oldObject == null || object.data == oldObject.data', message: 'changed' },
      ],
    })
    await create(map('x', { a: 'b' }))
    const changing = cluster.client.update(configMaps, map('x', { a: 'c' }))
    expect((await refusal(changing)).message).toContain('denied request: changed')
  })

  test.each<[string, JsonObject, string, string]>([
    [
      'unknown names',
      { validations: [{ expression: 'nope' }] },
      'spec.validations[0].expression',
      "compilation failed: ERROR: <input>:1:1: undeclared reference to 'nope' (in container '')",
    ],
    [
      'another type',
      { validations: [{ expression: '1' }] },
      'spec.validations[0].expression',
      'must evaluate to bool but got int',
    ],
    [
      'a variable',
      { variables: [{ name: 'v', expression: '1 +' }], validations: [{ expression: 'true' }] },
      'spec.variables[0].expression',
      'compilation failed: ERROR: <input>:1:4: Syntax error',
    ],
    [
      'an annotation',
      { auditAnnotations: [{ key: 'k', valueExpression: '1' }] },
      'spec.auditAnnotations[0].valueExpression',
      'must evaluate to one of [string null_type] but got int',
    ],
  ])('that cannot run is refused: %s', async (_, spec, field, words) => {
    const status = await refusal(validate(spec))
    expect(status).toMatchObject({ code: 422, reason: 'Invalid' })
    expect(status.message).toContain(`${field}: Invalid value: `)
    expect(status.message).toContain(words)
  })

  test('that costs too much refuses', async () => {
    await validate({
      validations: [
        { expression: 'object.data.all(a, object.data.all(b, object.data.all(c, object.data.all(d, true))))' },
      ],
    })
    const data = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`k${at}`, 'v']))
    expect((await refusal(create(map('x', data)))).message).toContain('cost')
  })
})

test('types are checked for what a policy asks for', async () => {
  await validate({
    matchConstraints: rulesFor('apps', 'deployments', 'CREATE'),
    variables: [{ name: 'wanted', expression: 'object.spec.replicas' }],
    validations: [
      { expression: 'object.foo < 1' },
      { expression: 'object.spec.replicas > 1' },
      { expression: "variables.wanted == 'x'" },
    ],
  })
  const status = async (): Promise<Json | undefined> => (await cluster.client.get(policies, { name: 'p' }))['status']
  await expect.poll(status, { timeout: 3000, interval: 20 }).toMatchObject({
    observedGeneration: 1,
    typeChecking: {
      expressionWarnings: [
        {
          fieldRef: 'spec.validations[0].expression',
          warning: expect.stringContaining(
            "apps/v1, Kind=Deployment: compilation failed: ERROR: <input>:1:7: undefined field 'foo'",
          ),
        },
        { fieldRef: 'spec.validations[2].expression' },
      ],
    },
  })
})

describe('a mutating policy', () => {
  const apply = (expression: string): JsonObject => ({
    patchType: 'ApplyConfiguration',
    applyConfiguration: { expression },
  })
  const patch = (expression: string): JsonObject => ({ patchType: 'JSONPatch', jsonPatch: { expression } })
  const labelsOf = (one: KubeObject): Json => valueAt(one, 'metadata', 'labels') ?? {}

  test('applies configurations', async () => {
    await mutate([apply('Object{metadata: Object.metadata{labels: {"a": "b"}}}')])
    expect(labelsOf(await create(map('x', {}, { own: 'y' })))).toEqual({ a: 'b', own: 'y' })
  })

  test('patches, and leaves alone what a test does not hold for', async () => {
    await mutate(
      [
        patch('[JSONPatch{op: "add", path: "/data/" + jsonpatch.escapeKey("a.b"), value: "c"}]'),
        patch(
          '[JSONPatch{op: "test", path: "/data/x", value: "y"}, JSONPatch{op: "add", path: "/data/z", value: "z"}]',
        ),
        patch('[JSONPatch{op: "add", path: "/metadata/labels", value: {"l": variables.label}}]'),
      ],
      { variables: [{ name: 'label', expression: "'v-' + object.metadata.name" }] },
    )
    const made = await create(map('x', { k: 'v' }))
    expect(labelsOf(made)).toEqual({ l: 'v-x' })
    expect(made['data']).toEqual({ k: 'v', 'a.b': 'c' })
  })

  test('may not change what is owned whole', async () => {
    const matchConstraints = rulesFor('apps', 'deployments', 'CREATE')
    const expression =
      'Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: [Object.spec.template.spec.containers{name: "c", args: ["a"]}]}}}}'
    await mutate([apply(expression)], { matchConstraints })
    const labels = { app: 'x' }
    const deployment: KubeObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'x', namespace: 'default' },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      },
    }
    expect(await refusal(cluster.client.create(deployments, deployment))).toMatchObject({
      code: 403,
      reason: 'Invalid',
      message:
        "policy 'm' with binding 'mb' denied request: error applying patch: invalid ApplyConfiguration: " +
        'may not mutate atomic arrays, maps or structs: .spec.template.spec.containers[0].args',
    })
  })

  test('lays containers beside those that are there', async () => {
    const matchConstraints = rulesFor('apps', 'deployments', 'CREATE')
    const expression =
      'Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{initContainers: [Object.spec.template.spec.initContainers{name: "mesh", image: "m", restartPolicy: "Always"}]}}}}'
    await mutate([apply(expression)], {
      matchConstraints,
      matchConditions: [{ name: 'none', expression: '!has(object.spec.template.spec.initContainers)' }],
    })
    const labels = { app: 'x' }
    const made = await cluster.client.create(deployments, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'x', namespace: 'default' },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      },
    })
    expect(valueAt(made, 'spec', 'template', 'spec')).toMatchObject({
      initContainers: [{ name: 'mesh', image: 'm', imagePullPolicy: 'Always' }],
      containers: [{ name: 'c' }],
    })
  })
})
