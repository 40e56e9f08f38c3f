import { describe, expect, test } from 'vitest'
import { schemaOf } from '#kinds'
import { isMap, type JsonObject, type StatusError } from '#kube'
import type { Registry } from '../../contract/registry.ts'
import { type Bench, bodyOf, objectIn, openBench, testKind } from '../testing.ts'
import { addressAt, addressRange, freePlace, placeOf } from './address-range.ts'
import { repairAddresses } from './repair-addresses.ts'
import { serviceHook } from './service-hook.ts'

const services = testKind({
  kind: 'Service',
  listKind: 'ServiceList',
  plural: 'services',
  get schema() {
    return schemaOf('io.k8s.api.core.v1.Service')
  },
})
const ranges = testKind({
  group: 'networking.k8s.io',
  kind: 'ServiceCIDR',
  listKind: 'ServiceCIDRList',
  plural: 'servicecidrs',
  scope: 'Cluster',
  get schema() {
    return schemaOf('io.k8s.api.networking.v1.ServiceCIDR')
  },
})
const addresses = testKind({
  group: 'networking.k8s.io',
  kind: 'IPAddress',
  listKind: 'IPAddressList',
  plural: 'ipaddresses',
  scope: 'Cluster',
  get schema() {
    return schemaOf('io.k8s.api.networking.v1.IPAddress')
  },
})

async function bench(cidr = '10.0.0.0/28'): Promise<Bench> {
  const holder: { registry?: Registry } = {}
  let count = 0
  const hook = serviceHook({
    registry: () => holder.registry as Registry,
    addresses: cidr,
    ports: { first: 30_000, last: 30_003 },
    random: () => (count++ % 7) / 7,
  })
  const made = await openBench({ kinds: [services, addresses, ranges], hooks: [hook] })
  holder.registry = made.api.registry
  return made
}

const create = async ({ api, call }: Bench, name: string, spec: JsonObject, query = ''): Promise<JsonObject> =>
  objectIn(await api.verbs.create(call(services, { query }), bodyOf({ metadata: { name }, spec })))
const specOf = (object: JsonObject): JsonObject => (isMap(object['spec']) ? object['spec'] : {})
const message = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (cause: StatusError) => cause.message,
  )
const owned = ({ api }: Bench) => api.registry.readAll(addresses).map((object) => object.metadata.name)
const port = { port: 80, protocol: 'TCP' }

describe('a range', () => {
  test('knows its places', () => {
    const range = addressRange('10.96.0.0/12')
    expect([
      addressAt(range, 1),
      placeOf(range, '10.96.0.10'),
      placeOf(range, '10.112.0.0'),
      placeOf(range, '10.111.255.255'),
    ]).toEqual(['10.96.0.1', 10, undefined, undefined])
  })

  test('gives every place before it is full', () => {
    const range = addressRange('10.0.0.0/28')
    const taken = new Set<string>()
    for (;;) {
      const place = freePlace(
        range,
        () => 0.5,
        (address) => taken.has(address),
      )
      if (place === undefined) break
      taken.add(addressAt(range, place))
    }
    expect(taken.size).toBe(14)
  })
})

test('services created at once never share an address or a port', async () => {
  const on = await bench()
  const made = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) => create(on, name, { type: 'NodePort', ports: [{ ...port }] })),
  )
  expect(new Set(made.map((object) => specOf(object)['clusterIP'])).size).toBe(4)
  expect(new Set(made.map((object) => JSON.stringify(specOf(object)['ports']))).size).toBe(4)
  expect(owned(on).length).toBe(4)
  expect(await message(create(on, 'e', { type: 'NodePort', ports: [{ ...port }] }))).toContain('range is full')
  expect(owned(on).length).toBe(4)
})

test('an address that was asked for is given once, and comes free with its service', async () => {
  const on = await bench()
  await create(on, 'a', { clusterIP: '10.0.0.3', ports: [port] })
  expect(await message(create(on, 'b', { clusterIP: '10.0.0.3', ports: [port] }))).toBe(
    'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.0.0.3"]: failed to allocate IP 10.0.0.3: provided IP is already allocated',
  )
  await on.api.verbs.remove(on.call(services, { name: 'a' }))
  expect(owned(on)).toEqual([])
  await create(on, 'b', { clusterIP: '10.0.0.3', ports: [port] })
})

test('headless services and names of elsewhere have no address', async () => {
  const on = await bench()
  expect(specOf(await create(on, 'a', { clusterIP: 'None', selector: { a: 'b' }, ports: [port] }))).toMatchObject({
    clusterIPs: ['None'],
    ipFamilyPolicy: 'SingleStack',
    ipFamilies: ['IPv4'],
  })
  expect(specOf(await create(on, 'b', { type: 'ExternalName', externalName: 'x.y' }))).not.toHaveProperty('clusterIP')
  expect(owned(on)).toEqual([])
})

test('an update keeps what it leaves out and gives back what its type has no more', async () => {
  const on = await bench()
  const made = await create(on, 'a', { type: 'NodePort', ports: [{ ...port }] })
  const at = on.call(services, { name: 'a' })
  const put = async (spec: JsonObject) =>
    specOf(objectIn(await on.api.verbs.update(at, bodyOf({ metadata: { name: 'a' }, spec }))))
  const kept = await put({ type: 'NodePort', ports: [{ ...port }] })
  expect(kept).toMatchObject({ clusterIP: specOf(made)['clusterIP'], ports: specOf(made)['ports'] })
  const plain = await put({ ...kept, type: 'ClusterIP' })
  expect(plain['ports']).toEqual([port])
  const elsewhere = await put({ ...plain, type: 'ExternalName', externalName: 'x.y' })
  expect(elsewhere).not.toHaveProperty('clusterIP')
  expect(owned(on)).toEqual([])
})

test('who takes the address away with the type need not take the families away', async () => {
  const on = await bench()
  const made = specOf(await create(on, 'a', { ports: [{ ...port }] }))
  const spec = { ...made, type: 'ExternalName', externalName: 'x.y', clusterIP: '', clusterIPs: null }
  const put = on.api.verbs.update(on.call(services, { name: 'a' }), bodyOf({ metadata: { name: 'a' }, spec }))
  expect(specOf(objectIn(await put))).not.toHaveProperty('ipFamilies')
})

test.each<[rule: string, status: JsonObject, outcome: string]>([
  ['that is ready gives its addresses', { conditions: [{ type: 'Ready', status: 'True' }] }, 'done'],
  [
    'that is not gives none',
    { conditions: [{ type: 'Ready', status: 'False' }] },
    'Service "a" is invalid: spec.clusterIPs: Invalid value: ["10.1.0.3"]: failed to allocate IP 10.1.0.3: the provided network does not match the current range',
  ],
])('another range %s', async (_, status, outcome) => {
  const on = await bench()
  const target = { kind: ranges, namespace: '', name: 'more' }
  const object = { metadata: { name: 'more' }, spec: { cidrs: ['10.1.0.0/28'] }, status }
  await on.api.registry.create(target, object as never, { user: { name: 'x', groups: [] }, isInternal: true })
  expect(await message(create(on, 'a', { clusterIP: '10.1.0.3', ports: [port] }))).toBe(outcome)
})

test('a dry run shows an address and keeps none', async () => {
  const on = await bench()
  expect(specOf(await create(on, 'a', { ports: [port] }, 'dryRun=All'))).toHaveProperty('clusterIP')
  expect(owned(on)).toEqual([])
})

test('repair makes addresses and services agree', async () => {
  const on = await bench()
  const made = await create(on, 'a', { ports: [port] })
  const user = { name: 'system:apiserver', groups: [] }
  const internal = { user, isInternal: true }
  const address = String(specOf(made)['clusterIP'] as string)
  await on.api.registry.remove({ kind: addresses, namespace: '', name: address }, internal)
  const lost = {
    metadata: { name: '10.0.0.9', labels: { 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' } },
  }
  const target = { kind: addresses, namespace: '', name: '10.0.0.9' }
  await on.api.registry.create(target, lost as never, internal)
  await repairAddresses(on.api.registry)
  expect(owned(on)).toEqual([address])
})
