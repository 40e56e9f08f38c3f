import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, nameOf, type Rules, refused, text, type World } from './world.ts'

const path = ({ namespace }: World, resource: string, name = '') =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`
const slices = (namespace: string) => `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`
const service = (name: string, labels: Obj, spec: Obj = {}): Obj => ({
  kind: 'Service',
  apiVersion: 'v1',
  metadata: { name, labels },
  spec: { type: 'ClusterIP', ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 80 }], ...spec },
})

/** Services, endpoints and the way to the API server. */
export const network: Rules = {
  'API Server should provide secure master service': async ({ api }) => {
    const found = await api.get('/api/v1/namespaces/default/services/kubernetes')
    assert.ok(listAt(found, 'spec.ports').some(({ port }) => port === 443))
  },
  'API Server should have Endpoints and EndpointSlices pointing to API Server': async ({ api }) => {
    await api.get('/api/v1/namespaces/default/services/kubernetes')
    const endpoints = await api.get('/api/v1/namespaces/default/endpoints/kubernetes')
    assert.equal(listAt(endpoints, 'subsets').length, 1)
    const found = await api.list(slices('default'), { labelSelector: 'kubernetes.io/service-name=kubernetes' })
    assert.ok(found.length > 0)
    const slice = await api.get(`${slices('default')}/kubernetes`)
    const addresses = listAt(endpoints, 'subsets.0.addresses').map(({ ip }) => ip)
    assert.deepEqual(
      new Set(listAt(slice, 'endpoints').flatMap((one) => one['addresses'] as string[])),
      new Set(addresses),
    )
    const portOf = ({ name, port, protocol }: Obj) => ({ name, port, protocol })
    assert.deepEqual(listAt(slice, 'ports').map(portOf), listAt(endpoints, 'subsets.0.ports').map(portOf))
  },
  'ServiceCIDR and IPAddress API should support ServiceCIDR API operations': async ({ api, json }) => {
    const all = '/apis/networking.k8s.io/v1/servicecidrs'
    const found = await api.get(`${all}/kubernetes`)
    const status = await json.get(`${all}/kubernetes/status`)
    assert.equal(status['kind'], 'ServiceCIDR')
    assert.equal(text(status, 'metadata.uid'), text(found, 'metadata.uid'))
    assert.ok((await api.list(all)).length > 0)
    const watch = await api.watch(all)
    await watch.until('ADDED')
    watch.stop()
  },
  'ServiceCIDR and IPAddress API should support IPAddress API operations': async ({ api }) => {
    const all = '/apis/networking.k8s.io/v1/ipaddresses'
    const parentRef = { group: 'mygroup', resource: 'myresources', namespace: 'foo', name: 'bar' }
    const address = (name: string, type: string): Obj => ({
      kind: 'IPAddress',
      apiVersion: 'networking.k8s.io/v1',
      metadata: { name, labels: { type } },
      spec: { parentRef },
    })
    const one = `${all}/255.255.255.255`
    const made = await api.post(all, address('255.255.255.255', 'broadcast'))
    await api.post(all, address('fe80::42:1dff:fe84:f9e2', 'link-local'))
    const patched = await api.patch(one, 'merge', { metadata: { annotations: { patched: 'true' } } })
    holds(patched, { metadata: { annotations: { patched: 'true' } }, spec: { parentRef } })
    assert.ok(Number(text(patched, 'metadata.resourceVersion')) > Number(text(made, 'metadata.resourceVersion')))
    const updated = await api.update(one, (object) => ((at(object, 'metadata.annotations') as Obj)['updated'] = 'true'))
    holds(updated, { metadata: { annotations: { updated: 'true' } } })
    assert.equal((await api.list(all, { labelSelector: 'type=broadcast' })).length, 1)
    const watch = await api.watch(all, { labelSelector: 'type=broadcast' })
    await watch.until('ADDED')
    await api.remove(one)
    await watch.until('DELETED')
    watch.stop()
    await api.remove(all, {}, { labelSelector: 'type=link-local' })
    assert.equal((await api.list(all, { labelSelector: 'type=link-local' })).length, 0)
  },
  'Services should find a service from listing all namespaces': async ({ api }) => {
    assert.ok((await api.list('/api/v1/services')).some((one) => nameOf(one) === 'kubernetes'))
  },
  'Services should complete a service status lifecycle': async (world) => {
    const { api, json, namespace } = world
    const label = { 'test-service-static': namespace }
    const labelSelector = `test-service-static=${namespace}`
    const one = path(world, 'services', 'test-service')
    await api.post(
      path(world, 'services'),
      service('test-service', label, { type: 'LoadBalancer', loadBalancerClass: 'example.com/internal-vip' }),
    )
    const watch = await api.watch(path(world, 'services'), { labelSelector })
    await watch.until('ADDED')
    assert.equal((await api.list('/api/v1/services', { labelSelector })).length, 1)
    holds(await json.get(`${one}/status`), { status: { loadBalancer: {} } })
    const patch = {
      metadata: { annotations: { patchedstatus: 'true' } },
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.1' }] } },
    }
    holds(await api.patch(`${one}/status`, 'merge', patch), patch)
    await watch.until('MODIFIED', (found) => at(found, 'metadata.annotations.patchedstatus') === 'true')
    const condition = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' }
    const updated = await api.update(one, (found) => ((found['status'] as Obj)['conditions'] = [condition]), '/status')
    holds(updated, { status: { conditions: [condition] } })
    await watch.until('MODIFIED', (found) => listAt(found, 'status.conditions').length > 0)
    const labelled = { metadata: { labels: { 'test-service': 'patched' } } }
    await api.patch(one, 'strategic', labelled)
    await watch.until('MODIFIED', (found) => at(found, 'metadata.labels.test-service') === 'patched')
    await api.remove(one)
    await watch.until('DELETED')
    watch.stop()
    assert.equal((await api.list('/api/v1/services', { labelSelector })).length, 0)
  },
  'Services should delete a collection of services': async (world) => {
    const { api } = world
    const label = { 'e2e-test-label': 'yes' }
    for (const name of ['e2e-svc-a', 'e2e-svc-b']) await api.post(path(world, 'services'), service(name, label))
    await api.post(path(world, 'services'), service('e2e-svc-c', {}))
    assert.equal((await api.list(path(world, 'services'))).length, 3)
    await api.remove(path(world, 'services'), {}, { labelSelector: 'e2e-test-label=yes' })
    assert.deepEqual((await api.list(path(world, 'services'))).map(nameOf), ['e2e-svc-c'])
  },
  'Endpoints should test the lifecycle of an Endpoint': async (world) => {
    const { api } = world
    const labelSelector = `test-endpoint-static=${world.namespace}`
    const subsets = [{ addresses: [{ ip: '10.0.0.24' }], ports: [{ name: 'http', port: 80, protocol: 'TCP' }] }]
    const metadata = { name: 'testservice', labels: { 'test-endpoint-static': world.namespace } }
    const watch = await api.watch(path(world, 'endpoints'), { labelSelector })
    await api.post(path(world, 'endpoints'), { kind: 'Endpoints', apiVersion: 'v1', metadata, subsets })
    await watch.until('ADDED')
    assert.equal((await api.list('/api/v1/endpoints', { labelSelector })).length, 1)
    await api.update(path(world, 'endpoints', 'testservice'), (found) => {
      ;(at(found, 'metadata.labels') as Obj)['test-service'] = 'updated'
    })
    await watch.until('MODIFIED', (found) => at(found, 'metadata.labels.test-service') === 'updated')
    const patch = {
      metadata: { labels: { 'test-service': 'patched' } },
      subsets: [{ addresses: [{ ip: '10.0.0.25' }], ports: [{ name: 'http-test', port: 8080, protocol: 'TCP' }] }],
    }
    holds(await api.patch(path(world, 'endpoints', 'testservice'), 'strategic', patch), patch)
    await watch.until('MODIFIED', (found) => at(found, 'metadata.labels.test-service') === 'patched')
    holds(await api.get(path(world, 'endpoints', 'testservice')), patch)
    await api.remove(path(world, 'endpoints'), {}, { labelSelector })
    await watch.until('DELETED')
    watch.stop()
    assert.equal((await api.list(path(world, 'endpoints'), { labelSelector })).length, 0)
  },
  'EndpointsController should create and delete Endpoints for a Service with a selector that matches no pods': async (
    world,
  ) => {
    const { api } = world
    await api.post(
      path(world, 'services'),
      service('example-empty-selector', {}, { selector: { 'does-not-match-anything': 'endpoints' } }),
    )
    await eventually(() => api.get(path(world, 'endpoints', 'example-empty-selector')), 5000)
    await api.remove(path(world, 'services', 'example-empty-selector'))
    await eventually(() => refused(404, 'NotFound', api.get(path(world, 'endpoints', 'example-empty-selector'))))
  },
  'EndpointSlice should create and delete EndpointSlices for a Service with a selector that matches no pods': async (
    world,
  ) => {
    const { api, namespace } = world
    await api.post(
      path(world, 'services'),
      service('example-empty-selector', {}, { selector: { 'does-not-match-anything': 'endpoints' } }),
    )
    const labelSelector = 'kubernetes.io/service-name=example-empty-selector'
    await eventually(
      async () => assert.equal((await api.list(slices(namespace), { labelSelector })).length, 1, 'no slice was made'),
      5000,
    )
    await api.remove(path(world, 'services', 'example-empty-selector'))
    await eventually(async () => assert.equal((await api.list(slices(namespace), { labelSelector })).length, 0))
  },
  'EndpointSliceMirroring should mirror a custom Endpoints resource through create update and delete': async (
    world,
  ) => {
    const { api, namespace } = world
    const labelSelector = 'kubernetes.io/service-name=example-custom-endpoints'
    await api.post(path(world, 'services'), service('example-custom-endpoints', {}))
    const subsets = (ip: string) => [{ ports: [{ port: 80, protocol: 'TCP' }], addresses: [{ ip }] }]
    const body = {
      kind: 'Endpoints',
      apiVersion: 'v1',
      metadata: { name: 'example-custom-endpoints' },
      subsets: subsets('10.1.2.3'),
    }
    await api.post(path(world, 'endpoints'), body)
    const mirrored = (ip: string) =>
      eventually(async () => {
        const found = await api.list(slices(namespace), { labelSelector })
        assert.equal(found.length, 1, 'no slice was made')
        holds(found[0], { ports: [{ port: 80 }], endpoints: [{ addresses: [ip] }] })
      }, 5000)
    await mirrored('10.1.2.3')
    await api.update(
      path(world, 'endpoints', 'example-custom-endpoints'),
      (found) => (found['subsets'] = subsets('10.2.3.4')),
    )
    await mirrored('10.2.3.4')
    await api.remove(path(world, 'endpoints', 'example-custom-endpoints'))
    await eventually(async () => assert.equal((await api.list(slices(namespace), { labelSelector })).length, 0))
    assert.equal(text(body, 'kind'), 'Endpoints')
  },
}
