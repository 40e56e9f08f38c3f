import { describe, expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { createCidrSet } from './cidr-set.ts'
import { type Health, isSilent, observe, unknownConditions } from './health.ts'
import { missingLabels } from './labels.ts'
import { changedTaints, schedulingTaints } from './taint.ts'
import { tolerance } from './taint-eviction.ts'
import { createTaintQueue, rateOf, stateOf, zoneOf } from './zone.ts'
import { createZones } from './zones.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const at = (seconds: number) => START + seconds * 1000
const text = (seconds: number) => new Date(at(seconds)).toISOString().replace('.000Z', 'Z')

function node(name: string, ready?: string, more: JsonObject = {}): KubeObject {
  const conditions =
    ready === undefined
      ? []
      : [{ type: 'Ready', status: ready, lastHeartbeatTime: text(0), lastTransitionTime: text(0) }]
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, creationTimestamp: text(0), ...more },
    status: { conditions },
  }
}

describe('signs of life', () => {
  const known: Health = { heartbeat: text(0), renewed: text(0), probedAt: at(0) }
  test.each<[rule: string, known: Health | undefined, node: KubeObject, renewed: string, probedAt: number]>([
    ['a node that never told counts from its creation', undefined, node('n'), '', at(0)],
    [
      'one that is seen for the first time counts from now, whatever its clock says',
      undefined,
      node('n', 'True'),
      '',
      at(90),
    ],
    ['a lease alone is a sign', undefined, node('n'), text(5), at(90)],
    ['no news', known, node('n', 'True'), text(0), at(0)],
    ['a renewed lease', known, node('n', 'True'), text(10), at(90)],
    ['a lease that went back in time is none', { ...known, renewed: text(20) }, node('n', 'True'), text(10), at(0)],
    ['another heartbeat', { ...known, heartbeat: text(-9) }, node('n', 'True'), text(0), at(90)],
    ['a Ready condition that was taken away', known, node('n'), text(0), at(90)],
  ])('%s', (...row) => {
    const [, before, seen, renewed, probedAt] = row
    expect(observe(before, { node: seen, renewed, nowMs: at(90) }).probedAt).toBe(probedAt)
  })

  test.each<[rule: string, heartbeat: string | undefined, seconds: number, silent: boolean]>([
    ['within the grace of 50 s', text(0), 50, false],
    ['after it', text(0), 51, true],
    ['one that never told has 60 s', undefined, 60, false],
    ['and no longer', undefined, 61, true],
  ])('%s', (...row) => {
    const [, heartbeat, seconds, silent] = row
    expect(isSilent({ heartbeat, renewed: '', probedAt: at(0) }, at(seconds))).toBe(silent)
  })

  test('what we say of a silent node is no sign of it', () => {
    const silent = node('n')
    const conditions = unknownConditions(silent, at(70)) ?? []
    expect(conditions.map(({ type, status, reason, message }) => [type, status, reason, message])).toEqual(
      ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => [
        type,
        'Unknown',
        'NodeStatusNeverUpdated',
        'Kubelet never posted node status.',
      ]),
    )
    const told = { ...silent, status: { conditions: [...conditions] } }
    const before = observe(undefined, { node: silent, renewed: '', nowMs: at(70) })
    expect(observe(before, { node: told, renewed: '', nowMs: at(80) })).toEqual(before)
    expect(unknownConditions(told, at(90))).toBeUndefined()
  })

  test('a network that is not there stays so, the rest is unknown', () => {
    const network = { type: 'NetworkUnavailable', status: 'True', reason: 'NoRoute' }
    const silent = { ...node('n'), status: { conditions: [network, { type: 'Ready', status: 'False', reason: 'x' }] } }
    const [first, ready] = unknownConditions(silent, at(60)) ?? []
    expect(first).toEqual(network)
    expect(ready).toMatchObject({ status: 'Unknown', reason: 'NodeStatusUnknown', lastTransitionTime: text(60) })
  })
})

describe('taints', () => {
  const conditions = (...list: readonly (readonly [string, string])[]) => ({
    status: { conditions: list.map(([type, status]) => ({ type, status })) },
  })
  test.each<[rule: string, node: JsonObject, add: string[], remove: string[]]>([
    ['nothing to say', conditions(['Ready', 'True'], ['DiskPressure', 'False']), [], []],
    ['not ready', conditions(['Ready', 'False']), ['not-ready'], []],
    ['silent', conditions(['Ready', 'Unknown']), ['unreachable'], []],
    ['under pressure', conditions(['Ready', 'True'], ['MemoryPressure', 'True']), ['memory-pressure'], []],
    ['without network', conditions(['NetworkUnavailable', 'True']), ['network-unavailable'], []],
    ['cordoned', { spec: { unschedulable: true } }, ['unschedulable'], []],
    [
      'ready again',
      {
        ...conditions(['Ready', 'True']),
        spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] },
      },
      [],
      ['not-ready'],
    ],
    ['taints of others stay', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }, [], []],
    [
      'what drives pods off is not its own',
      {
        ...conditions(['Ready', 'True']),
        spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }] },
      },
      [],
      [],
    ],
  ])('%s', (...row) => {
    const [, parts, add, remove] = row
    const change = schedulingTaints({ ...node('n'), ...parts })
    const keys = (list: readonly { key: string }[]) => list.map(({ key }) => key.replace('node.kubernetes.io/', ''))
    expect([keys(change.add), keys(change.remove)]).toEqual([add, remove])
  })

  test('a change keeps the others and tells when a taint was added', () => {
    const old = { ...node('n'), spec: { taints: [{ key: 'a', effect: 'NoExecute' }] } }
    const change = { add: [{ key: 'b', effect: 'NoSchedule' } as const], remove: [] }
    expect(changedTaints(old, change, at(1))).toEqual([
      { key: 'a', effect: 'NoExecute' },
      { key: 'b', effect: 'NoSchedule', timeAdded: text(1) },
    ])
    expect(changedTaints(old, { add: [{ key: 'a', effect: 'NoExecute' }], remove: [] }, at(1))).toBeUndefined()
  })

  const taint = (key: string) => ({ key, effect: 'NoExecute' })
  const toleration = (key: string, tolerationSeconds?: number) => ({
    key,
    operator: 'Exists',
    ...(tolerationSeconds !== undefined && { tolerationSeconds }),
  })
  test.each<[rule: string, taints: JsonObject[], tolerations: JsonObject[], expected: number | 'forever']>([
    ['no taint', [], [], 'forever'],
    ['no toleration', [taint('a')], [], 0],
    ['of another taint', [taint('a')], [toleration('b')], 0],
    ['one of two', [taint('a'), taint('b')], [toleration('a')], 0],
    ['without an end', [taint('a')], [toleration('a')], 'forever'],
    ['for a while', [taint('a')], [toleration('a', 100)], 100_000],
    ['the shortest', [taint('a'), taint('b')], [toleration('a', 100), toleration('b', 50)], 50_000],
    ['an end beside none', [taint('a'), taint('b')], [toleration('a'), toleration('b', 50)], 50_000],
    ['the first that fits', [taint('a')], [toleration('a', 100), toleration('a', 1)], 100_000],
    ['less than nothing', [taint('a')], [toleration('a', -5)], 0],
  ])('tolerated: %s', (...row) => expect(tolerance(row[1], row[2])).toBe(row[3]))
})

describe('zones', () => {
  const zone = (name: string) => ({
    labels: { 'topology.kubernetes.io/zone': name, 'topology.kubernetes.io/region': 'r' },
  })
  const many = (ready: number, failed: number, name = '') =>
    Array.from({ length: ready + failed }, (_, index) =>
      node(`${name}${index}`, index < ready ? 'True' : 'Unknown', name === '' ? {} : zone(name)),
    )

  test.each([
    ['all ready', 10, 0, 'normal'],
    ['two of three', 1, 2, 'normal'],
    ['none', 0, 1, 'full-disruption'],
    ['55 in 100', 45, 55, 'partial-disruption'],
    ['54 in 100', 46, 54, 'normal'],
    ['no node', 0, 0, 'normal'],
  ])('%s', (_, ready, failed, expected) => expect(stateOf(many(ready, failed))).toBe(expected))

  test.each([
    ['normal', 10, 0.1],
    ['full-disruption', 10, 0.1],
    ['partial-disruption', 50, 0],
    ['partial-disruption', 51, 0.01],
  ] as const)('rate of %s with %i nodes', (state, size, expected) => expect(rateOf(state, size)).toBe(expected))

  test('a zone is a region and a zone', () => {
    expect(zoneOf(node('n', 'True', zone('z')))).toBe('r:\0:z')
    expect(zoneOf(node('n', 'True'))).toBe('')
  })

  test('one node each ten seconds', () => {
    const queue = createTaintQueue()
    for (const name of ['a', 'b', 'b']) queue.add(name)
    expect(queue.next(at(0))).toBe('a')
    queue.remove('a')
    queue.spend(at(0))
    expect([queue.next(at(9)), queue.next(at(10)), queue.dueAt]).toEqual([undefined, 'b', at(10)])
    queue.setRate(0, at(10))
    expect([queue.next(at(99)), queue.dueAt]).toEqual([undefined, undefined])
    queue.setRate(0.01, at(99))
    expect([queue.next(at(100)), queue.next(at(199))]).toEqual([undefined, 'b'])
  })

  test('when nobody is heard of it is not their fault', () => {
    const zones = createZones()
    expect(zones.judge([...many(3, 0, 'a'), ...many(3, 0, 'b')], at(0))).toBe('none')
    expect(zones.judge([...many(0, 3, 'a'), ...many(3, 0, 'b')], at(5))).toBe('none')
    const dark = [...many(0, 3, 'a'), ...many(0, 3, 'b')]
    expect(zones.judge(dark, at(10))).toBe('all-went-dark')
    const [first] = dark
    if (first !== undefined) zones.queueOf(first).add('0')
    expect([...zones.queues].map((queue) => queue.next(at(999)))).toEqual([undefined, undefined])
    expect(zones.judge([...many(1, 2, 'a'), ...many(0, 3, 'b')], at(20))).toBe('came-back')
  })
})

test.each<[rule: string, labels: JsonObject, expected: JsonObject | undefined]>([
  ['nothing stable', { 'beta.kubernetes.io/os': 'linux' }, undefined],
  ['missing', { 'kubernetes.io/os': 'linux' }, { 'beta.kubernetes.io/os': 'linux' }],
  ['other', { 'kubernetes.io/arch': 'arm64', 'beta.kubernetes.io/arch': 'x' }, { 'beta.kubernetes.io/arch': 'arm64' }],
  ['same', { 'kubernetes.io/os': 'linux', 'beta.kubernetes.io/os': 'linux' }, undefined],
])('labels of old: %s', (...row) => expect(missingLabels(node('n', 'True', { labels: row[1] }))).toEqual(row[2]))

describe('ranges of nodes', () => {
  test('each once, in order, given back ones last', () => {
    const set = createCidrSet('10.0.0.0/22', 24)
    expect([set.take(), set.take()]).toEqual(['10.0.0.0/24', '10.0.1.0/24'])
    set.release('10.0.0.0/24')
    expect([set.take(), set.take(), set.take(), set.take()]).toEqual([
      '10.0.2.0/24',
      '10.0.3.0/24',
      '10.0.0.0/24',
      undefined,
    ])
  })

  test('those that are there are kept, also larger and smaller ones', () => {
    const set = createCidrSet('10.0.0.0/21', 24)
    expect([
      set.occupy('10.0.0.0/23'),
      set.occupy('10.0.2.128/25'),
      set.occupy('10.9.0.0/24'),
      set.occupy('x'),
    ]).toEqual([true, true, false, false])
    expect(set.take()).toBe('10.0.3.0/24')
  })

  test('version six', () => {
    const set = createCidrSet('fd00:1::/48', 64)
    expect([set.take(), set.take()]).toEqual(['fd00:1::/64', 'fd00:1:0:1::/64'])
  })

  test.each([
    ['10.0.0.0/8', 25],
    ['10.0.0.0/24', 16],
    ['x', 24],
    ['10.0.0.0/24', 33],
  ])('%s by /%i is refused', (cidr, bits) => expect(() => createCidrSet(cidr, bits)).toThrow(RangeError))

  test('the default holds a thousand nodes', () => {
    const set = createCidrSet('10.244.0.0/14', 24)
    const all = Array.from({ length: 1025 }, () => set.take())
    expect([all[0], all[1023], all[1024]]).toEqual(['10.244.0.0/24', '10.247.255.0/24', undefined])
  })
})
