import { describe, expect, it } from 'vitest'
import type { Json, JsonObject, KubeObject } from '#kube'
import { daemonPod, targetOf } from './daemon-pod.ts'
import { type Changes, type Fleet, manage } from './manage.ts'
import { isMoved, placementsOf } from './placement.ts'
import { rollingUpdate } from './rolling-update.ts'
import { statusOf } from './status.ts'

const NOW = Date.parse('2026-01-01T00:10:00Z')

function setOf(podSpec: JsonObject = {}, spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {
      name: 'agent',
      namespace: 'ns',
      uid: 'set',
      annotations: { 'deprecated.daemonset.template.generation': '3' },
    },
    spec: { template: { metadata: { labels: { app: 'agent' } }, spec: podSpec }, ...spec },
  }
}

function nodeOf(name: string, labels: JsonObject = {}, ...taints: JsonObject[]): KubeObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { taints } }
}

const taint = (key: string, effect: string): JsonObject => ({ key, effect })

describe('where a daemon runs', () => {
  const required = (term: JsonObject): JsonObject => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
  })
  const rows: readonly [name: string, podSpec: JsonObject, node: KubeObject, shouldRun: boolean, mayStay: boolean][] = [
    ['anywhere', {}, nodeOf('one'), true, true],
    ['on the node of its name', { nodeName: 'one' }, nodeOf('one'), true, true],
    ['on no other', { nodeName: 'two' }, nodeOf('one'), false, false],
    ['on nodes with the label', { nodeSelector: { zone: 'a' } }, nodeOf('one', { zone: 'a' }), true, true],
    ['on no other', { nodeSelector: { zone: 'a' } }, nodeOf('one', { zone: 'b' }), false, false],
    [
      'where affinity says',
      required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['one'] }] }),
      nodeOf('one'),
      true,
      true,
    ],
    [
      'nowhere else',
      required({ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }),
      nodeOf('one'),
      false,
      false,
    ],
    ['not on a tainted node; what is there stays', {}, nodeOf('one', {}, taint('a', 'NoSchedule')), false, true],
    ['what is there goes from a node that drives it out', {}, nodeOf('one', {}, taint('a', 'NoExecute')), false, false],
    ['a preference is no obstacle', {}, nodeOf('one', {}, taint('a', 'PreferNoSchedule')), true, true],
    ['tolerated', { tolerations: [{ operator: 'Exists' }] }, nodeOf('one', {}, taint('a', 'NoExecute')), true, true],
    [
      'stays on a node that is not ready',
      {},
      nodeOf('one', {}, taint('node.kubernetes.io/not-ready', 'NoExecute')),
      true,
      true,
    ],
    [
      'but does not begin there',
      {},
      nodeOf('one', {}, taint('node.kubernetes.io/not-ready', 'NoSchedule')),
      false,
      true,
    ],
    ['on a cordoned node', {}, nodeOf('one', {}, taint('node.kubernetes.io/unschedulable', 'NoSchedule')), true, true],
    ['under pressure', {}, nodeOf('one', {}, taint('node.kubernetes.io/disk-pressure', 'NoSchedule')), true, true],
    [
      'without a network',
      {},
      nodeOf('one', {}, taint('node.kubernetes.io/network-unavailable', 'NoSchedule')),
      false,
      true,
    ],
    [
      'without one, in that of the node',
      { hostNetwork: true },
      nodeOf('one', {}, taint('node.kubernetes.io/network-unavailable', 'NoSchedule')),
      true,
      true,
    ],
  ]
  it.each(rows)('%s', (_name, podSpec, node, ...[shouldRun, mayStay]) => {
    expect(placementsOf(setOf(podSpec))(node)).toEqual({ shouldRun, mayStay })
  })

  it('only labels and taints make another node of a node', () => {
    expect(isMoved(nodeOf('one'), { ...nodeOf('one'), status: { conditions: [] } })).toBe(false)
    expect(isMoved(nodeOf('one'), nodeOf('one', { a: 'b' }))).toBe(true)
    expect(isMoved(nodeOf('one'), nodeOf('one', {}, taint('a', 'NoSchedule')))).toBe(true)
  })
})

describe('the pod for a node', () => {
  const preferred: Json = [{ weight: 1, preference: {} }]
  const podSpec = {
    affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } },
    tolerations: [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 },
    ],
  }
  const pod = daemonPod(setOf(podSpec), 'abc', 'one')
  it('is for that node only, and wishes stay', () => {
    expect(targetOf(pod)).toBe('one')
    expect(pod['spec']).toMatchObject({ affinity: podSpec.affinity })
  })
  it('tells what it was made from', () => {
    const labels = { app: 'agent', 'controller-revision-hash': 'abc', 'pod-template-generation': '3' }
    expect(pod.metadata).toMatchObject({ generateName: 'agent-', labels })
  })
  it('tolerates without end', () => {
    const [first, ...others] = (pod['spec'] as JsonObject)['tolerations'] as JsonObject[]
    expect(first).toEqual({ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' })
    expect(others).toHaveLength(5)
  })
})

/** `NODE:PODS`: of each pod `n` new or `o` old, then `r` ready, `u` not, `f` failed, `s` succeeded, then `x` on its way out. */
function fleetOf(words: string, spec: JsonObject = {}, podSpec: JsonObject = {}): Fleet {
  const set = setOf(podSpec, spec)
  const podsByNode = new Map<string, KubeObject[]>()
  const nodes: KubeObject[] = []
  for (const word of words.split(' ').filter((one) => one !== '')) {
    const [name = '', pods = ''] = word.split(':')
    const isGone = name.startsWith('~')
    if (!isGone) nodes.push(nodeOf(name, name.startsWith('b') ? { out: 'yes' } : {}))
    const states = pods.match(/[no][rufs]x?/g) ?? []
    if (states.length > 0)
      podsByNode.set(
        name,
        states.map((state, at) => podOf(set, `${name}${at}`, name, state)),
      )
  }
  return { set, hash: 'new', nodes, podsByNode, nowMs: NOW }
}

function podOf(set: KubeObject, name: string, nodeName: string, state: string): KubeObject {
  const pod = daemonPod(set, state.startsWith('n') ? 'new' : 'old', nodeName)
  const phase = { f: 'Failed', s: 'Succeeded' }[state.charAt(1)] ?? 'Running'
  const conditions = [
    { type: 'Ready', status: state.charAt(1) === 'r' ? 'True' : 'False', lastTransitionTime: '2026-01-01T00:00:00Z' },
  ]
  const going = state.endsWith('x') ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}
  return { ...pod, metadata: { ...pod.metadata, name, uid: name, ...going }, status: { phase, conditions } }
}

function changesText({ create, remove }: Changes): string {
  return [...create.map((name) => `+${name}`), ...remove.map(({ metadata }) => `-${metadata.name}`)].join(' ')
}

const rolling = (update: JsonObject): JsonObject => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: update },
})
const surge = rolling({ maxUnavailable: 0, maxSurge: 1 })
const away = {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'out', operator: 'DoesNotExist' }] }],
      },
    },
  },
}

describe('one on each node', () => {
  const rows: readonly [name: string, fleet: Fleet, changes: string][] = [
    ['where none is', fleetOf('a: c:nr'), '+a'],
    ['not while one goes', fleetOf('a:nrx'), ''],
    ['unless there may be two', fleetOf('a:nrx', surge), '+a'],
    ['none where none is wanted', fleetOf('a:nr b:nrnux', {}, away), '-b0'],
    ['one that failed is removed', fleetOf('a:nf c:ns d:nfx'), '-a0 -c0'],
    ['of two the older one stays', fleetOf('a:nrnr'), '-a1'],
    ['with two allowed: the new one is not available yet', fleetOf('a:ornu', surge), ''],
    ['with two allowed: it is', fleetOf('a:ornr', surge), '-a0'],
    ['with two allowed: the old one works no more', fleetOf('a:ounu', surge), '-a0'],
    ['with two allowed: not three', fleetOf('a:orornu', surge), '-a1'],
    ['one that waits for a node that is gone', fleetOf('a:nr ~z:nu'), '-~z0'],
  ]
  it.each(rows)('%s', (_name, fleet, changes) => expect(changesText(manage(fleet, () => true))).toBe(changes))
  it('one that fails again and again has to wait', () => {
    expect(changesText(manage(fleetOf('a:nf c:ns'), () => false))).toBe('-c0')
  })
})

describe('updates', () => {
  const five = 'a:or c:or d:or e:or f:or'
  const rows: readonly [name: string, fleet: Fleet, changes: string][] = [
    ['as many as may be down', fleetOf(five, rolling({ maxUnavailable: 2 })), '-a0 -c0'],
    ['a share, rounded up', fleetOf(five, rolling({ maxUnavailable: '30%' })), '-a0 -c0'],
    ['no more while new ones are not ready', fleetOf('a:nu c:nu d:or', rolling({ maxUnavailable: 2 })), ''],
    ['no more while one is missing', fleetOf('a: c:or', rolling({ maxUnavailable: 1 })), ''],
    ['one that goes is missing', fleetOf('a:orx c:or', rolling({ maxUnavailable: 1 })), ''],
    ['those that do not work at once', fleetOf('a:ou c:ou d:or', rolling({ maxUnavailable: 1 })), '-a0 -c0'],
    ['nothing allowed is one allowed', fleetOf(five, rolling({ maxUnavailable: 0 })), '-a0'],
    ['nothing of before', fleetOf('a:nr c:nr', rolling({ maxUnavailable: 1 })), ''],
    ['second pods, as many as may be', fleetOf(five, rolling({ maxUnavailable: 0, maxSurge: 2 })), '+a +c'],
    ['a share of second pods, rounded up', fleetOf(five, rolling({ maxSurge: '30%' })), '+a +c'],
    ['those that wait count', fleetOf('a:ornu c:or', rolling({ maxSurge: 1 })), ''],
    ['the old one goes when the new one works', fleetOf('a:ornr c:or', rolling({ maxSurge: 1 })), '+c -a0'],
    [
      'second pods at once where the old one does not work',
      fleetOf('a:ou c:ou d:or', rolling({ maxSurge: 1 })),
      '+a +c +d',
    ],
    [
      'where it is no longer wanted it stays until another works',
      fleetOf('a:ou b:or', rolling({ maxSurge: 1 }), away),
      '+a',
    ],
    ['and goes then', fleetOf('a:nr b:or', rolling({ maxSurge: 1 }), away), '-b0'],
    ['at once when it does not work', fleetOf('a:nu b:ou', rolling({ maxSurge: 1 }), away), '-b0'],
  ]
  it.each(rows)('%s', (_name, fleet, changes) => expect(changesText(rollingUpdate(fleet))).toBe(changes))
})

describe('the status', () => {
  it('counts the oldest pod of each wanted node', () => {
    const fleet = fleetOf('a:nr c:ou d: b:or e:ornu', {}, away)
    expect(statusOf(fleet, { generation: 7, collisions: 1 })).toEqual({
      currentNumberScheduled: 3,
      numberMisscheduled: 1,
      desiredNumberScheduled: 4,
      numberReady: 2,
      observedGeneration: 7,
      updatedNumberScheduled: 1,
      numberAvailable: 2,
      numberUnavailable: 2,
      collisionCount: 1,
    })
  })
})
