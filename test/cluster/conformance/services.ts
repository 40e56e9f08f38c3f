import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, listAt, nameOf, type Rules, type World } from './world.ts'

const path = ({ namespace }: World, resource: string, name = ''): string =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`
const slices = ({ namespace }: World): string => `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`

/** Services and the pods behind them, in which nothing runs. */
export const services: Rules = {
  'EndpointsController should create Endpoints for Pods matching a Service': async (world) => {
    await makeBoth(world)
    await endpointsAre(world, 'example-int-port', [['pod1', [3000]]])
    await endpointsAre(world, 'example-named-port', [
      ['pod1', [3000]],
      ['pod2', [3001]],
    ])
    await endpointsAre(world, 'example-no-match', [])
  },
  'EndpointSlice should create Endpoints and EndpointSlices for Pods matching a Service': async (world) => {
    await makeBoth(world)
    await endpointsAre(world, 'example-int-port', [['pod1', [3000]]])
    await slicesAre(world, 'example-int-port', [['pod1', [3000]]])
    const both: readonly Served[] = [
      ['pod1', [3000]],
      ['pod2', [3001]],
    ]
    await endpointsAre(world, 'example-named-port', both)
    await slicesAre(world, 'example-named-port', both)
    await endpointsAre(world, 'example-no-match', [])
    await slicesAre(world, 'example-no-match', [])
  },
}

/** A pod and the ports that it serves. */
type Served = readonly [string, readonly number[]]

/** Two pods whose named port is another one in each, and services that select one, both and none of them. */
async function makeBoth(world: World): Promise<void> {
  const { api } = world
  await api.post(path(world, 'pods'), pod('pod1', { foo: 'bar', shared: 'yes' }, 3000))
  await api.post(path(world, 'pods'), pod('pod2', { shared: 'yes' }, 3001))
  const named = { name: 'http', port: 80, targetPort: 'example-name', protocol: 'TCP' }
  const numbered = { name: 'example', port: 80, targetPort: 3000, protocol: 'TCP' }
  await api.post(path(world, 'services'), service('example-int-port', { foo: 'bar' }, numbered))
  await api.post(path(world, 'services'), service('example-named-port', { shared: 'yes' }, named))
  await api.post(path(world, 'services'), service('example-no-match', { 'foo-no-match': 'bar' }, numbered))
  await eventually(async () => {
    for (const name of ['pod1', 'pod2']) {
      assert.equal(at(await api.get(path(world, 'pods', name)), 'status.phase'), 'Running')
    }
  })
}

function pod(name: string, labels: Obj, containerPort: number): Obj {
  const ports = [{ name: 'example-name', containerPort, protocol: 'TCP' }]
  const spec = { containers: [{ name: 'container1', image: 'registry.k8s.io/e2e-test-images/nginx:1.14-4', ports }] }
  return { kind: 'Pod', apiVersion: 'v1', metadata: { name, labels }, spec }
}

function service(name: string, selector: Obj, port: Obj): Obj {
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name },
    spec: { selector, publishNotReadyAddresses: true, ports: [port] },
  }
}

async function endpointsAre(world: World, name: string, expected: readonly Served[]): Promise<void> {
  await eventually(async () => {
    const found = await world.api.get(path(world, 'endpoints', name))
    const served = listAt(found, 'subsets').flatMap((subset) =>
      listAt(subset, 'addresses').map((address) => {
        assert.ok(typeof at(address, 'ip') === 'string' && typeof at(address, 'nodeName') === 'string')
        return [at(address, 'targetRef.name'), listAt(subset, 'ports').map(({ port }) => port)]
      }),
    )
    assert.deepEqual(sorted(served), expected)
  })
}

async function slicesAre(world: World, name: string, expected: readonly Served[]): Promise<void> {
  await eventually(async () => {
    const found = await world.api.list(slices(world), { labelSelector: `kubernetes.io/service-name=${name}` })
    assert.ok(found.length > 0, 'no slice')
    const served = found.flatMap((slice) =>
      listAt(slice, 'endpoints').map((endpoint) => {
        assert.deepEqual(at(endpoint, 'conditions.ready'), true, nameOf(slice))
        return [at(endpoint, 'targetRef.name'), listAt(slice, 'ports').map(({ port }) => port)]
      }),
    )
    assert.deepEqual(sorted(served), expected)
  })
}

function sorted(served: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return [...served].sort(([a], [b]) => String(a).localeCompare(String(b)))
}
