import type { IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coreType, type ResourceType } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { createAuthority } from '#cluster/testing'
import { type JsonObject, type KubeObject, textAt, valueAt } from '#kube'

const apiServices: ResourceType = {
  group: 'apiregistration.k8s.io',
  version: 'v1',
  resource: 'apiservices',
  kind: 'APIService',
  isNamespaced: false,
}
const flunders: ResourceType = {
  group: 'wardle.example.com',
  version: 'v1alpha1',
  resource: 'flunders',
  kind: 'Flunder',
  isNamespaced: true,
}
const services = coreType('services', 'Service')
const soon = { timeout: 5000, interval: 20 }

let cluster: Cluster
let backend: Server
let caBundle = ''
const seen: IncomingMessage[] = []
/** Of the certificate that each request came with. */
const commonNames: unknown[] = []
const stored = new Map<string, KubeObject>()

const groupVersion = '/apis/wardle.example.com/v1alpha1'
const resourceList: JsonObject = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: 'wardle.example.com/v1alpha1',
  resources: [
    {
      name: 'flunders',
      singularName: 'flunder',
      namespaced: true,
      kind: 'Flunder',
      verbs: ['create', 'get', 'list', 'watch'],
    },
    { name: 'flunders/status', singularName: '', namespaced: true, kind: 'Flunder', verbs: ['get'] },
  ],
}

beforeAll(async () => {
  const validity = { nowMs: Date.now(), durationMs: 3_600_000 }
  const authority = createAuthority('backend-ca', validity)
  caBundle = Buffer.from(authority.pair.certificate).toString('base64')
  const pair = authority.issueServer({ commonName: 'x', hosts: ['api.default.svc'], ...validity })
  const options = { key: pair.key, cert: pair.certificate, requestCert: true, rejectUnauthorized: false }
  backend = createServer(options, (request, response) => {
    seen.push(request)
    commonNames.push((request.socket as TLSSocket).getPeerCertificate().subject.CN)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      const send = (code: number, body: JsonObject): void => {
        response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      }
      if (path === groupVersion) return send(200, resourceList)
      if (path === '/openapi/v3') {
        return send(200, {
          paths: { [groupVersion.slice(1)]: { serverRelativeURL: `/openapi/v3${groupVersion}?hash=H` } },
        })
      }
      if (path === `/openapi/v3${groupVersion}`) return send(200, { openapi: '3.0.0' })
      if (request.url?.includes('watch=true')) {
        response.writeHead(200, { 'content-type': 'application/json' })
        const object = { apiVersion: 'wardle.example.com/v1alpha1', kind: 'Flunder', metadata: { name: 'w' } }
        response.write(`${JSON.stringify({ type: 'ADDED', object })}\n`)
        return
      }
      if (request.method === 'POST') {
        const object = JSON.parse(Buffer.concat(chunks).toString('utf8')) as KubeObject
        stored.set(object.metadata.name, object)
        return send(201, object)
      }
      send(200, {
        kind: 'FlunderList',
        apiVersion: 'wardle.example.com/v1alpha1',
        metadata: {},
        items: [...stored.values()],
      })
    })
  })
  backend.on('upgrade', (_, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n')
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve))
  cluster = await startCluster({ port: 0 })
})
afterAll(async () => {
  backend.closeAllConnections()
  backend.close()
  await cluster.stop()
})

const get = async (
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string }> => {
  const response = await cluster.client.transport.send({ method: 'GET', path, headers })
  let text = ''
  for await (const chunk of response.body) text += Buffer.from(chunk).toString('utf8')
  return { status: response.status, text }
}
const condition = async (): Promise<JsonObject> => {
  const service = await cluster.client.get(apiServices, { name: 'v1alpha1.wardle.example.com' })
  const conditions = valueAt(service, 'status', 'conditions') as JsonObject[] | undefined
  return conditions?.find(({ type }) => type === 'Available') ?? {}
}

test('what this server serves is local', async () => {
  const { items } = await cluster.client.list(apiServices)
  const names = items.map(({ metadata }) => metadata.name)
  expect(names).toEqual(expect.arrayContaining(['v1.', 'v1.apps', 'v1.apiregistration.k8s.io', 'v2.autoscaling']))
  const apps = items.find(({ metadata }) => metadata.name === 'v1.apps')
  expect(apps).toMatchObject({
    metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' } },
    spec: { group: 'apps', version: 'v1', groupPriorityMinimum: 17_800, versionPriority: 15 },
    status: { conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] },
  })
})

test('an aggregated server: unavailable at first, then discovered and used as the user who asks', async () => {
  const { port } = backend.address() as AddressInfo
  await cluster.client.create(apiServices, {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1alpha1.wardle.example.com' },
    spec: {
      group: 'wardle.example.com',
      version: 'v1alpha1',
      groupPriorityMinimum: 2000,
      versionPriority: 200,
      caBundle,
      service: { namespace: 'default', name: 'api', port },
    },
  })
  await expect.poll(condition, soon).toMatchObject({
    status: 'False',
    reason: 'ServiceNotFound',
    message: 'service/api in "default" is not present',
  })
  expect(await get(`${groupVersion}/namespaces/default/flunders`)).toEqual({
    status: 503,
    text: 'service unavailable\n',
  })
  await cluster.client.create(services, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'api', namespace: 'default' },
    spec: { type: 'ExternalName', externalName: 'localhost' },
  })
  await expect.poll(condition, soon).toMatchObject({ status: 'True', reason: 'Passed', message: 'all checks passed' })

  const made = await cluster.client.create(flunders, {
    apiVersion: 'wardle.example.com/v1alpha1',
    kind: 'Flunder',
    metadata: { name: 'f', namespace: 'default' },
  })
  expect(made.metadata.name).toBe('f')
  const { items } = await cluster.client.list(flunders, { namespace: 'default' })
  expect(items).toHaveLength(1)
  const last = seen.at(-1)
  expect(last?.headers['x-remote-user']).toBe('kubernetes-admin')
  expect(last?.headers['x-remote-group']).toContain('system:masters')
  expect(last?.headers['authorization']).toBeUndefined()
  expect(commonNames.at(-1)).toBe('front-proxy-client')
})

test('it is in discovery of both forms', async () => {
  const groups = JSON.parse((await get('/apis')).text) as JsonObject
  expect(groups['groups']).toContainEqual({
    name: 'wardle.example.com',
    versions: [{ groupVersion: 'wardle.example.com/v1alpha1', version: 'v1alpha1' }],
    preferredVersion: { groupVersion: 'wardle.example.com/v1alpha1', version: 'v1alpha1' },
  })
  expect(JSON.parse((await get('/apis/wardle.example.com')).text)).toMatchObject({
    kind: 'APIGroup',
    name: 'wardle.example.com',
  })
  expect(JSON.parse((await get(groupVersion)).text)).toEqual(resourceList)
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
  const aggregated = JSON.parse((await get('/apis', { accept })).text) as { items: KubeObject[] }
  const item = aggregated.items.find(({ metadata }) => metadata.name === 'wardle.example.com')
  expect(item).toMatchObject({
    versions: [
      {
        version: 'v1alpha1',
        freshness: 'Current',
        resources: [{ resource: 'flunders', scope: 'Namespaced', subresources: [{ subresource: 'status' }] }],
      },
    ],
  })
})

test('its document is in the index of OpenAPI v3', async () => {
  const index = JSON.parse((await get('/openapi/v3')).text) as { paths: JsonObject }
  expect(index.paths[groupVersion.slice(1)]).toEqual({ serverRelativeURL: `/openapi/v3${groupVersion}?hash=H` })
  expect(index.paths['apis/apps/v1']).toBeDefined()
  expect(JSON.parse((await get(`/openapi/v3${groupVersion}?hash=H`)).text)).toEqual({ openapi: '3.0.0' })
})

test('connections that become something else reach it', async () => {
  const entry = cluster.kubeconfig
  const user = valueAt(entry as unknown as JsonObject, 'users') as JsonObject[]
  const decode = (field: string): string => Buffer.from(textAt(user[0], 'user', field), 'base64').toString('utf8')
  const { hostname, port } = new URL(cluster.address ?? '')
  const socket = connectTls({
    host: hostname,
    port: Number(port),
    rejectUnauthorized: false,
    cert: decode('client-certificate-data'),
    key: decode('client-key-data'),
    ALPNProtocols: ['http/1.1'],
  })
  const text = await new Promise<string>((resolve, reject) => {
    let all = ''
    socket.on('data', (chunk: Buffer) => {
      const before = all
      all += chunk.toString('latin1')
      if (!before.includes('\r\n\r\n') && all.includes('\r\n\r\n')) socket.write('hello')
      if (all.endsWith('hello')) resolve(all)
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(all))
    const path = `${groupVersion}/namespaces/default/flunders/f/stream`
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`)
  })
  socket.destroy()
  expect(text).toMatch(/^HTTP\/1\.1 101 /)
  expect(text).toMatch(/hello$/)
})

test('without its APIService it is gone', async () => {
  await cluster.client.remove(apiServices, { name: 'v1alpha1.wardle.example.com' })
  expect((await get(groupVersion)).status).toBe(404)
  expect((await get('/apis/wardle.example.com')).status).toBe(404)
})
