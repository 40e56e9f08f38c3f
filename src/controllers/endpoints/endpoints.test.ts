import { describe, expect, test } from 'vitest'
import { mapsAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { mirror } from './mirror.ts'
import { type EndpointSet, endpointKey } from './pack.ts'
import { type Plan, planSlices, portsKey, recycle } from './plan.ts'
import { podEndpoint, portsOf } from './pod-endpoint.ts'
import { withNearHints, withoutHints } from './traffic-hints.ts'
import { createZoneHints } from './zone-hints.ts'
import { allocate, isOverloaded, zoneShares } from './zone-share.ts'

const PORTS: readonly JsonObject[] = [{ name: 'http', port: 80, protocol: 'TCP' }]

function serviceOf(spec: JsonObject = {}, labels: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'ns', uid: 'web-uid', labels },
    spec: { clusterIP: '10.0.0.1', ipFamilies: ['IPv4'], ...spec },
  }
}

function endpointOf(number: number, more: JsonObject = {}): JsonObject {
  const conditions = { ready: true, serving: true, terminating: false }
  const targetRef = { kind: 'Pod', namespace: 'ns', name: `p${number}`, uid: `u${number}` }
  return { addresses: [`10.1.${Math.floor(number / 250)}.${number % 250}`], conditions, targetRef, ...more }
}

const range = (from: number, to: number): JsonObject[] =>
  Array.from({ length: to - from }, (_, at) => endpointOf(from + at))

const setOf = (endpoints: readonly JsonObject[]): EndpointSet =>
  new Map(endpoints.map((one) => [endpointKey(one), one]))

function plan(service: KubeObject, slices: readonly KubeObject[], endpoints: readonly JsonObject[]): Plan {
  const groups = new Map(
    endpoints.length === 0 ? [] : [[portsKey(PORTS), { ports: PORTS, endpoints: setOf(endpoints) }]],
  )
  return recycle(planSlices({ service, family: 'IPv4', slices, groups }), service)
}

/** The slices after a plan, with names and versions as a server gives them. */
function after({ create, update, unchanged }: Plan): KubeObject[] {
  const made = create.map((slice, at) => ({
    ...slice,
    metadata: { ...slice.metadata, name: `new-${at}`, uid: `new-${at}` },
  }))
  return [...unchanged, ...update, ...made]
}

const counts = (slices: readonly KubeObject[]): number[] => slices.map((slice) => mapsAt(slice, 'endpoints').length)

const writes = ({ create, update, remove }: Plan): number[] => [create.length, update.length, remove.length]

describe('slices', () => {
  const service = serviceOf()
  const grown = (sizes: readonly number[]): KubeObject[] => {
    let from = 0
    return sizes.flatMap((size, at) => {
      const [slice] = after(plan(service, [], range(from, (from += size))))
      return slice === undefined ? [] : [{ ...slice, metadata: { ...slice.metadata, name: `s${at}`, uid: `s${at}` } }]
    })
  }

  test.each<readonly [string, readonly number[], readonly JsonObject[], number[], number[]]>([
    ['a service without pods has an empty one', [], [], [1, 0, 0], [0]],
    ['no more than a hundred in each', [], range(0, 250), [3, 0, 0], [100, 100, 50]],
    ['nothing is written when nothing changed', [100, 30], range(0, 130), [0, 0, 0], [100, 30]],
    ['a new endpoint goes where it fills best', [95, 60], range(0, 156), [0, 1, 0], [60, 96]],
    ['more than fit in one make a new one', [95, 60], range(0, 210), [1, 0, 0], [95, 60, 55]],
    ['a slice that changes anyway is filled', [95, 60], range(10, 166), [0, 1, 0], [60, 96]],
    ['a slice that gets empty goes', [100, 30], range(0, 100), [0, 0, 1], [100]],
    ['the last one stays, empty', [30], [], [0, 1, 0], [0]],
  ])('%s', (...row) => {
    const [, sizes, endpoints, expectedWrites, expectedCounts] = row
    const found = plan(service, grown(sizes), endpoints)
    expect(writes(found)).toEqual(expectedWrites)
    expect(counts(after(found))).toEqual(expectedCounts)
  })

  test('an empty one is left alone', () => {
    const empty = after(plan(service, [], []))
    expect(writes(plan(service, empty, []))).toEqual([0, 0, 0])
  })

  test('an endpoint that is in another state is one write', () => {
    const changed = range(0, 30)
    changed[3] = endpointOf(3, { conditions: { ready: false, serving: false, terminating: true } })
    const found = plan(service, grown([30]), changed)
    expect(writes(found)).toEqual([0, 1, 0])
    expect(mapsAt(found.update[0] ?? {}, 'endpoints')[3]).toMatchObject({ conditions: { terminating: true } })
  })

  test('labels follow the service, but for those that mark the slice', () => {
    const labelled = serviceOf({}, { tier: 'front', 'kubernetes.io/service-name': 'mine' })
    const found = plan(labelled, grown([3]), range(0, 3))
    expect(found.update[0]?.metadata['labels']).toEqual({
      tier: 'front',
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    })
  })

  test('slices of a service of that name before are removed, not taken over', () => {
    const next = { ...service, metadata: { ...service.metadata, uid: 'other' } }
    expect(writes(plan(next, grown([5]), range(0, 5)))).toEqual([1, 0, 1])
  })

  test('other ports are another slice, which takes the place of the old one', () => {
    const other = [{ name: 'http', port: 81, protocol: 'TCP' }]
    const groups = new Map([[portsKey(other), { ports: other, endpoints: setOf(range(0, 5)) }]])
    const wanted = { service, family: 'IPv4', slices: grown([5]), groups } as const
    const found = recycle(planSlices(wanted), service)
    expect(writes(found)).toEqual([0, 1, 0])
    expect(found.update[0]).toMatchObject({ metadata: { name: 's0' }, ports: other })
  })
})

describe('the endpoint of a pod', () => {
  const pod = (more: JsonObject = {}, ready = 'True', meta: JsonObject = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'ns', uid: 'u', ...meta },
    spec: { nodeName: 'n', ...more },
    status: { podIPs: [{ ip: '10.1.0.1' }, { ip: 'fd00::0:1' }], conditions: [{ type: 'Ready', status: ready }] },
  })
  const node: KubeObject = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n', labels: { 'topology.kubernetes.io/zone': 'z' } },
  }
  const going = { deletionTimestamp: '2026-01-01T00:00:00Z' }
  const conditions = (ready: boolean, serving: boolean, terminating: boolean): JsonObject => ({
    ready,
    serving,
    terminating,
  })
  test.each<readonly [string, KubeObject, JsonObject, JsonObject]>([
    ['ready', pod(), {}, { conditions: conditions(true, true, false), nodeName: 'n', zone: 'z' }],
    ['not ready', pod({}, 'False'), {}, { conditions: conditions(false, false, false) }],
    ['going', pod({}, 'True', going), {}, { conditions: conditions(false, true, true) }],
    [
      'published anyway',
      pod({}, 'False', going),
      { publishNotReadyAddresses: true },
      { conditions: conditions(true, false, true) },
    ],
    ['with a name', pod({ hostname: 'h', subdomain: 'web' }), {}, { hostname: 'h' }],
  ])('%s', (_, one, spec, expected) => {
    expect(podEndpoint({ pod: one, service: serviceOf(spec), node }, 'IPv4')).toMatchObject(expected)
  })

  test('has addresses of the family, in canonical form', () => {
    const behind = { pod: pod({ hostname: 'h', subdomain: 'elsewhere' }), service: serviceOf(), node: undefined }
    expect(podEndpoint(behind, 'IPv6')).toMatchObject({ addresses: ['fd00::1'] })
    expect(podEndpoint(behind, 'IPv6')).not.toHaveProperty('hostname')
    expect(podEndpoint(behind, 'IPv6')).not.toHaveProperty('zone')
  })

  test('serves ports by number or by name, also those of sidecars', () => {
    const ports = [
      { name: 'a', port: 1, targetPort: 10 },
      { name: 'b', port: 2, targetPort: 'web', appProtocol: 'h2c' },
      { name: 'c', port: 3, targetPort: 'side' },
      { name: 'd', port: 4, targetPort: 'web', protocol: 'UDP' },
      { name: 'e', port: 5, targetPort: 'start' },
    ]
    const one = pod({
      containers: [{ name: 'c', ports: [{ name: 'web', containerPort: 20 }] }],
      initContainers: [
        { name: 's', restartPolicy: 'Always', ports: [{ name: 'side', containerPort: 30 }] },
        { name: 'i', ports: [{ name: 'start', containerPort: 40 }] },
      ],
    })
    expect(portsOf(serviceOf({ ports }), one)).toEqual([
      { name: 'a', protocol: 'TCP', port: 10 },
      { name: 'b', protocol: 'TCP', port: 20, appProtocol: 'h2c' },
      { name: 'c', protocol: 'TCP', port: 30 },
    ])
  })
})

describe('hints', () => {
  const inZone = (number: number, zone: string): JsonObject => endpointOf(number, { zone, nodeName: `n-${zone}` })
  const created = (endpoints: readonly JsonObject[]): Plan => plan(serviceOf(), [], endpoints)
  const hintsOf = (found: Plan): string[] =>
    after(found).flatMap((slice) => mapsAt(slice, 'endpoints').map((one) => JSON.stringify(one['hints'] ?? null)))

  test.each([
    ['PreferClose', '{"forZones":[{"name":"a"}]}'],
    ['PreferSameZone', '{"forZones":[{"name":"a"}]}'],
    ['PreferSameNode', '{"forZones":[{"name":"a"}],"forNodes":[{"name":"n-a"}]}'],
  ])('%s', (trafficDistribution, expected) => {
    const service = serviceOf({ trafficDistribution })
    const found = withNearHints(created([inZone(1, 'a')]), service)
    expect(hintsOf(found)).toEqual([expected])
    const stored = { create: [], update: [], remove: [], unchanged: after(found) }
    expect(writes(withNearHints(stored, service))).toEqual([0, 0, 0])
    expect(hintsOf(withoutHints(stored))).toEqual(['null'])
  })

  const nodeOf = (zone: string, cpu: string, ready = 'True'): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `n-${zone}-${cpu}`, labels: zone === '' ? {} : { 'topology.kubernetes.io/zone': zone } },
    status: { allocatable: { cpu }, conditions: [{ type: 'Ready', status: ready }] },
  })
  test.each<readonly [string, KubeObject[], Record<string, number> | undefined]>([
    ['by their CPUs', [nodeOf('a', '3'), nodeOf('b', '500m'), nodeOf('b', '500m')], { a: 0.75, b: 0.25 }],
    ['of ready nodes', [nodeOf('a', '1'), nodeOf('b', '1'), nodeOf('c', '9', 'False')], { a: 0.5, b: 0.5 }],
    ['none of one zone', [nodeOf('a', '1'), nodeOf('a', '1')], undefined],
    ['none when a node says no zone', [nodeOf('a', '1'), nodeOf('b', '1'), nodeOf('', '1')], undefined],
  ])('shares of zones: %s', (_, nodes, expected) => {
    const shares = zoneShares(nodes)
    expect(shares && Object.fromEntries(shares)).toEqual(expected)
  })

  test('too few endpoints for the zones have no hints, and say so', () => {
    const shares = new Map([
      ['a', 0.5],
      ['b', 0.5],
    ])
    expect(allocate(shares, 1)).toBe('Insufficient number of endpoints (1 endpoints, 2 zones)')
    const { notes } = createZoneHints().hint(created([inZone(1, 'a')]), {
      key: 'ns/web',
      family: 'IPv4',
      shares: undefined,
    })
    expect(notes).toEqual([
      {
        type: 'Warning',
        reason: 'TopologyAwareHintsDisabled',
        message:
          'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes, addressType: IPv4',
      },
    ])
  })

  test('zones with too many endpoints give some to those with too few', () => {
    const shares = new Map([
      ['a', 0.5],
      ['b', 0.5],
    ])
    const hints = createZoneHints()
    const endpoints = [inZone(1, 'a'), inZone(2, 'a'), inZone(3, 'a'), inZone(4, 'b')]
    const about = { key: 'ns/web', family: 'IPv4', shares } as const
    const { plan: found, notes } = hints.hint(created(endpoints), about)
    expect(notes[0]).toMatchObject({ type: 'Normal', reason: 'TopologyAwareHintsEnabled' })
    expect(
      hintsOf(found)
        .map((text) => /"name":"(.)"/.exec(text)?.[1])
        .join(''),
    ).toBe('baab')
    expect(hints.unsuited(shares)).toEqual([])
    expect(
      hints.unsuited(
        new Map([
          ['a', 0.1],
          ['b', 0.9],
        ]),
      ),
    ).toEqual(['ns/web'])
    const again = hints.hint({ create: [], update: [], remove: [], unchanged: after(found) }, about)
    expect([writes(again.plan), again.notes]).toEqual([[0, 0, 0], []])
    expect(hints.forget(about)[0]).toMatchObject({
      message: 'Topology Aware Hints has been disabled, addressType: IPv4',
    })
  })

  test.each([
    [{ a: 2, b: 2 }, { a: 0.5, b: 0.5 }, false],
    [{ a: 3, b: 1 }, { a: 0.5, b: 0.5 }, true],
    [{ a: 4 }, { a: 0.5, b: 0.5 }, true],
    [{}, { a: 1 }, false],
  ])('%o for shares %o', (have, shares, expected) => {
    const [counted, parts] = [new Map<string, number>(Object.entries(have)), new Map(Object.entries(shares))]
    expect(isOverloaded(counted, parts)).toBe(expected)
  })
})

describe('mirrored endpoints', () => {
  const endpoints = (subsets: JsonObject[], more: JsonObject = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'web', namespace: 'ns', uid: 'e', labels: { a: 'b' }, ...more },
    subsets,
  })
  const stored = (found: Plan): KubeObject[] => after(found)
  const one = [{ addresses: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }], ports: [{ port: 80 }] }]

  test('one slice for each family, with the labels and annotations', () => {
    const { plan: found } = mirror(
      endpoints(one, { annotations: { x: 'y', 'endpoints.kubernetes.io/last-change-trigger-time': 't' } }),
      [],
    )
    expect(found.create).toHaveLength(2)
    expect(found.create[0]).toMatchObject({
      addressType: 'IPv4',
      metadata: {
        generateName: 'web-',
        labels: {
          a: 'b',
          'kubernetes.io/service-name': 'web',
          'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        },
        annotations: { x: 'y' },
        ownerReferences: [{ kind: 'Endpoints', name: 'web' }],
      },
      ports: [{ name: '', port: 80, protocol: 'TCP' }],
    })
    expect(found.create[0]?.metadata['annotations']).toEqual({ x: 'y' })
    expect(writes(mirror(endpoints(one, { annotations: { x: 'y' } }), stored(found)).plan)).toEqual([0, 0, 0])
  })

  test.each<readonly [string, JsonObject[], number[]]>([
    ['another address', [{ addresses: [{ ip: '10.0.0.2' }, { ip: 'fd00::1' }], ports: [{ port: 80 }] }], [0, 1, 0]],
    [
      'an address that is no more ready',
      [{ addresses: [{ ip: 'fd00::1' }], notReadyAddresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }],
      [0, 1, 0],
    ],
    ['another port', [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 81 }] }], [0, 1, 1]],
    ['no more addresses', [], [0, 0, 2]],
  ])('%s', (_, subsets, expected) => {
    const before = stored(mirror(endpoints(one), []).plan)
    expect(writes(mirror(endpoints(subsets), before).plan)).toEqual(expected)
  })

  test('no more than a thousand of a subset', () => {
    const addresses = Array.from({ length: 1010 }, (_, at) => ({ ip: `10.0.${Math.floor(at / 250)}.${at % 250}` }))
    const {
      plan: found,
      invalid,
      skipped,
    } = mirror(endpoints([{ addresses: [{ ip: 'x' }, ...addresses], ports: [] }]), [])
    expect([counts(found.create), invalid, skipped]).toEqual([[1000], 1, 11])
  })
})
