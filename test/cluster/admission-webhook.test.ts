import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { coreType, type ResourceType } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { type JsonObject, type KubeObject, StatusError } from '#kube'
import { patchOf, startWebhookServer, type WebhookServer } from './webhook-server.ts'

const configMaps = coreType('configmaps', 'ConfigMap')
const namespaces = coreType('namespaces', 'Namespace', false)
const services = coreType('services', 'Service')
const kindOf = (resource: string, kind: string): ResourceType => ({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  resource,
  kind,
  isNamespaced: false,
})
const validating = kindOf('validatingwebhookconfigurations', 'ValidatingWebhookConfiguration')
const mutating = kindOf('mutatingwebhookconfigurations', 'MutatingWebhookConfiguration')

let cluster: Cluster
let server: WebhookServer
beforeAll(async () => {
  cluster = await startCluster({ listens: false })
  server = await startWebhookServer(['hook.default.svc'])
})
afterAll(async () => {
  await server.close()
  await cluster.stop()
})
afterEach(async () => {
  for (const type of [validating, mutating]) {
    for (const { metadata } of (await cluster.client.list(type)).items)
      await cluster.client.remove(type, { name: metadata.name })
  }
  const { items } = await cluster.client.list(configMaps, { namespace: 'default' })
  for (const { metadata } of items)
    await cluster.client.remove(configMaps, { namespace: 'default', name: metadata.name })
  server.reviews.length = 0
})

const map = (name: string, data: JsonObject = {}, labels: JsonObject = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', labels },
  data,
})
const webhook = (path: string, more: JsonObject = {}): JsonObject => ({
  name: `${path.slice(1)}.example.com`,
  clientConfig: { url: `https://127.0.0.1:${server.port}${path}`, caBundle: server.caBundle },
  rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
  sideEffects: 'None',
  admissionReviewVersions: ['v1', 'v1beta1'],
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } },
  ...more,
})
const configure = async (type: ResourceType, ...webhooks: readonly JsonObject[]): Promise<void> => {
  await cluster.client.create(type, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: type.kind,
    metadata: { name: 'a' },
    webhooks: [...webhooks],
  })
}
const refusal = async (work: Promise<unknown>): Promise<StatusError['status']> => {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (error instanceof StatusError) return error.status
  throw new Error(`not refused: ${String(error)}`)
}
const create = (object: KubeObject): Promise<KubeObject> => cluster.client.create(configMaps, object)
const dataOf = (object: KubeObject): JsonObject => object['data'] as JsonObject
const setData = (key: string, value: string): JsonObject => ({ op: 'add', path: `/data/${key}`, value })
const post = (path: string, search = '?timeout=10s'): string =>
  `Post "https://127.0.0.1:${server.port}${path}${search}"`

describe('a validating webhook', () => {
  test('refuses in its own words, code and reason', async () => {
    server.handlers['/deny'] = () => ({ allowed: false, status: { message: 'no', reason: 'Forbidden', code: 403 } })
    await configure(validating, webhook('/deny'))
    const status = await refusal(create(map('x')))
    expect(status).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message: 'admission webhook "deny.example.com" denied the request: no',
    })
    expect(server.reviews).toHaveLength(1)
    expect(server.reviews[0]).toMatchObject({
      search: '?timeout=10s',
      apiVersion: 'admission.k8s.io/v1',
      request: {
        kind: { group: '', version: 'v1', kind: 'ConfigMap' },
        resource: { group: '', version: 'v1', resource: 'configmaps' },
        name: 'x',
        namespace: 'default',
        operation: 'CREATE',
        userInfo: { username: 'kubernetes-admin' },
        oldObject: null,
        dryRun: false,
        options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
        object: { kind: 'ConfigMap', metadata: { name: 'x' } },
      },
    })
  })

  test.each<[string, JsonObject, number, string]>([
    ['nothing said', { allowed: false }, 400, 'denied the request without explanation'],
    ['a reason alone', { allowed: false, status: { reason: 'Because' } }, 400, 'denied the request: Because'],
    ['a code below 400', { allowed: false, status: { code: 200, message: 'm' } }, 400, 'denied the request: m'],
  ])('may say little: %s', async (_, answer, code, words) => {
    server.handlers['/deny'] = () => answer
    await configure(validating, webhook('/deny'))
    const status = await refusal(create(map('x')))
    expect([status.code, status.message]).toEqual([code, `admission webhook "deny.example.com" ${words}`])
  })

  test.each<[string, JsonObject, string]>([
    ['another uid', { uid: 'x', allowed: true }, 'received invalid webhook response: expected response.uid='],
    ['a patch', { allowed: true, ...patchOf([]) }, 'validating webhook may not return response.patch'],
  ])('that breaks the protocol is a failure: %s', async (_, answer, words) => {
    server.handlers['/odd'] = () => answer
    await configure(validating, webhook('/odd'))
    const status = await refusal(create(map('x')))
    expect(status.code).toBe(500)
    expect(status.message).toContain('Internal error occurred: failed calling webhook "odd.example.com": ')
    expect(status.message).toContain(words)
  })

  test('that does not answer in time fails closed, or open where it may', async () => {
    server.handlers['/slow'] = () => undefined
    await configure(validating, webhook('/slow', { timeoutSeconds: 1 }))
    expect(await refusal(create(map('x')))).toMatchObject({
      code: 500,
      reason: 'InternalError',
      message: `Internal error occurred: failed calling webhook "slow.example.com": failed to call webhook: ${post('/slow', '?timeout=1s')}: context deadline exceeded`,
    })
    await cluster.client.remove(validating, { name: 'a' })
    await configure(validating, webhook('/slow', { timeoutSeconds: 1, failurePolicy: 'Ignore' }))
    await create(map('x'))
  })

  test('that answers 404 or cannot be trusted is a failure', async () => {
    await configure(validating, webhook('/nowhere'))
    const missing = await refusal(create(map('x')))
    expect(missing.message).toBe(
      'Internal error occurred: failed calling webhook "nowhere.example.com": failed to call webhook: the server could not find the requested resource',
    )
    await cluster.client.remove(validating, { name: 'a' })
    await configure(validating, webhook('/deny', { clientConfig: { url: `https://127.0.0.1:${server.port}/deny` } }))
    expect((await refusal(create(map('x')))).message).toContain(
      `${post('/deny')}: tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    )
  })

  test('is reached by its service, under the name of the service', async () => {
    server.handlers['/deny'] = () => ({ allowed: false, status: { message: 'no' } })
    const service = { namespace: 'default', name: 'hook', path: '/deny', port: server.port }
    await configure(validating, webhook('/deny', { clientConfig: { service, caBundle: server.caBundle } }))
    expect((await refusal(create(map('x')))).message).toContain(
      `Post "https://hook.default.svc:${server.port}/deny?timeout=10s": service "hook" not found`,
    )
    await cluster.client.create(services, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'hook', namespace: 'default' },
      spec: { type: 'ExternalName', externalName: 'localhost' },
    })
    expect((await refusal(create(map('x')))).message).toBe(
      'admission webhook "deny.example.com" denied the request: no',
    )
  })

  test('is asked by selectors of object and namespace, by rules and operations', async () => {
    server.handlers['/deny'] = () => ({ allowed: false })
    await configure(validating, webhook('/deny', { objectSelector: { matchLabels: { look: 'yes' } } }))
    await create(map('free'))
    await refusal(create(map('x', {}, { look: 'yes' })))
    await cluster.client.create(configMaps, {
      ...map('other', {}, { look: 'yes' }),
      metadata: { name: 'other', namespace: 'kube-public', labels: { look: 'yes' } },
    })
    await cluster.client.remove(configMaps, { namespace: 'default', name: 'free' })
  })

  test('never hears of configurations of admission', async () => {
    server.handlers['/deny'] = () => ({ allowed: false })
    const rules = [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'] }]
    await cluster.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } })
    await configure(
      validating,
      webhook('/deny', { rules, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }),
    )
    expect((await refusal(cluster.client.remove(namespaces, { name: 'other' }))).code).toBe(400)
    await cluster.client.remove(validating, { name: 'a' })
    expect(server.reviews.map(({ request }) => request['operation'])).toEqual(['DELETE'])
    expect(server.reviews[0]?.request).toMatchObject({ namespace: 'other', object: null })
  })

  test('keeps its connection', async () => {
    server.handlers['/ok'] = () => ({ allowed: true })
    await configure(validating, webhook('/ok'))
    const before = server.connections()
    for (const name of ['a', 'b', 'c', 'd']) await create(map(name))
    expect(server.connections() - before).toBeLessThanOrEqual(1)
  })
})

describe('a mutating webhook', () => {
  test('changes what is stored, one after the other', async () => {
    server.handlers['/one'] = () => ({ allowed: true, ...patchOf([setData('one', 'y')]) })
    server.handlers['/two'] = ({ request }) => {
      const { data = {} } = request['object'] as { data?: JsonObject }
      return { allowed: true, ...patchOf(data['one'] === 'y' ? [setData('two', 'y')] : []) }
    }
    await configure(mutating, webhook('/one'), webhook('/two'))
    expect(dataOf(await create(map('x', { start: 'y' })))).toEqual({ start: 'y', one: 'y', two: 'y' })
  })

  test('is asked again where it wishes and something changed behind it', async () => {
    const count = ({ request }: { request: JsonObject }): JsonObject => {
      const { data = {} } = request['object'] as { data?: JsonObject }
      const rounds = String(Number(data['rounds'] ?? '0') + 1)
      return { allowed: true, ...patchOf([setData('rounds', rounds)]) }
    }
    server.handlers['/count'] = count
    server.handlers['/late'] = () => ({ allowed: true, ...patchOf([setData('late', 'y')]) })
    await configure(mutating, webhook('/count', { reinvocationPolicy: 'IfNeeded' }), webhook('/late'))
    expect(dataOf(await create(map('x', { a: '' })))).toEqual({ a: '', rounds: '2', late: 'y' })
    expect(server.reviews.map(({ path }) => path)).toEqual(['/count', '/late', '/count'])
  })

  test('may not touch what is deleted, and must not be asked in a dry run with side effects', async () => {
    server.handlers['/patch'] = () => ({ allowed: true, ...patchOf([setData('a', 'b')]) })
    const rules = [{ operations: ['DELETE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }]
    await create(map('x'))
    await configure(mutating, webhook('/patch', { rules }))
    expect((await refusal(cluster.client.remove(configMaps, { namespace: 'default', name: 'x' }))).message).toBe(
      'Internal error occurred: admission webhook "patch.example.com" attempted to modify the object, which is not supported for this operation',
    )
    await cluster.client.remove(mutating, { name: 'a' })
  })

  test('is told what a bad patch is', async () => {
    server.handlers['/bad'] = () => ({
      allowed: true,
      patchType: 'JSONPatch',
      patch: Buffer.from('{').toString('base64'),
    })
    await configure(mutating, webhook('/bad'))
    const { message } = await refusal(create(map('x')))
    expect(message).toContain(
      'failed calling webhook "bad.example.com": received undecodable patch in webhook response: ',
    )
  })

  test('hears of other versions of what it asked for', async () => {
    server.handlers['/event'] = () => ({ allowed: false, status: { message: 'seen' } })
    const rules = [{ operations: ['CREATE'], apiGroups: ['autoscaling'], apiVersions: ['v1'], resources: ['*'] }]
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'x', namespace: 'default' },
      spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'x', apiVersion: 'apps/v1' } },
    }
    const type = {
      group: 'autoscaling',
      version: 'v2',
      resource: 'horizontalpodautoscalers',
      kind: 'HorizontalPodAutoscaler',
      isNamespaced: true,
    }
    await configure(validating, webhook('/event', { rules }))
    expect((await refusal(cluster.client.create(type, scaler))).message).toContain('denied the request: seen')
    expect(server.reviews[0]?.request).toMatchObject({
      kind: { group: 'autoscaling', version: 'v1', kind: 'HorizontalPodAutoscaler' },
      requestKind: { version: 'v2' },
      object: { apiVersion: 'autoscaling/v1' },
    })
  })
})
