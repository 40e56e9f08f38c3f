import { expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { compareForRemoval } from './rank.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString().replace('.000Z', 'Z')

interface PodState {
  readonly node?: string
  readonly phase?: string
  readonly readyFor?: number
  readonly cost?: string
  readonly age?: number
  readonly restarts?: number
  readonly sidecarRestarts?: number
  readonly uid?: string
  readonly rank?: number
}

function pod(state: PodState): { readonly pod: KubeObject; readonly rank: number } {
  const { node = 'n', phase = 'Running', readyFor = 100, age = 1000, restarts = 0, uid = 'u', rank = 0 } = state
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: ago(readyFor) }
  const annotations: JsonObject =
    state.cost === undefined ? {} : { 'controller.kubernetes.io/pod-deletion-cost': state.cost }
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: uid, uid, creationTimestamp: ago(age), annotations },
    spec: { nodeName: node, initContainers: [{ name: 's', restartPolicy: 'Always' }, { name: 'i' }] },
    status: {
      phase,
      conditions: readyFor < 0 ? [] : [ready],
      containerStatuses: [{ name: 'c', restartCount: restarts }],
      initContainerStatuses: [
        { name: 's', restartCount: state.sidecarRestarts ?? 0 },
        { name: 'i', restartCount: 99 },
      ],
    },
  }
  return { pod: object, rank }
}

/** The first goes before the second. */
const rows: readonly [name: string, first: PodState, second: PodState][] = [
  ['not on a node', { node: '' }, { phase: 'Pending' }],
  ['pending before unknown', { phase: 'Pending', rank: 0 }, { phase: 'Unknown', rank: 9 }],
  ['unknown before running', { phase: 'Unknown' }, { phase: 'Running', readyFor: -1 }],
  ['not ready', { readyFor: -1 }, { cost: '-9' }],
  ['cheaper', { cost: '-5' }, { rank: 9 }],
  ['cheap before nothing said', {}, { cost: '1', rank: 9 }],
  ['a cost that is no number is none', { cost: '+3', uid: 'a' }, { cost: '0', uid: 'b' }],
  ['a crowded node', { rank: 2 }, { rank: 1, readyFor: 1 }],
  ['ready for less long', { readyFor: 10 }, { readyFor: 1000, restarts: 9 }],
  [
    'times of one power of two are as good as drawn',
    { readyFor: 1025, uid: 'a' },
    { readyFor: 1024, uid: 'b', restarts: 9 },
  ],
  ['restarted more often', { restarts: 2 }, { restarts: 1, age: 1 }],
  ['sidecars restarted more often', { sidecarRestarts: 2 }, { sidecarRestarts: 1, age: 1 }],
  ['younger', { age: 10, uid: 'b' }, { age: 5000, uid: 'a' }],
  ['nothing else: by uid', { uid: 'a' }, { uid: 'b' }],
]
it.each(rows)('%s', (_name, first, second) => {
  const [a, b] = [pod(first), pod(second)]
  expect([compareForRemoval(a, b, NOW), compareForRemoval(b, a, NOW)].map(Math.sign)).toEqual([-1, 1])
})
