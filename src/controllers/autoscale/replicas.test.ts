import { expect, test } from 'vitest'
import type { KubeObject } from '#kube'
import { forAverage, forShare, forUtilization, forValue, type Scaled } from './replicas.ts'
import { requestsOf } from './requests.ts'
import type { PodUsage } from './usage.ts'

const NOW = Date.parse('2026-01-01T12:00:00Z')
const tolerance = { up: 0.1, down: 0.1 }

interface Row {
  /** What each pod uses, in thousandths; undefined: nothing is known. */
  readonly used: readonly (number | undefined)[]
  readonly phases?: readonly string[]
  /** Whether each is ready; all are unless told. */
  readonly ready?: readonly boolean[]
  readonly replicas?: number
}

function podsOf({ used, phases = [], ready = [] }: Row): KubeObject[] {
  return used.map((_, at) => {
    const since = '2026-01-01T11:00:10Z'
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `p${at}`, namespace: 'a' },
      spec: { containers: [{ name: 'web', resources: { requests: { cpu: '1' } } }] },
      status: {
        phase: phases[at] ?? 'Running',
        startTime: '2026-01-01T11:00:00Z',
        conditions: [{ type: 'Ready', status: ready[at] === false ? 'False' : 'True', lastTransitionTime: since }],
      },
    }
  })
}

function scaledOf(row: Row): Scaled {
  return { replicas: row.replicas ?? row.used.length, pods: podsOf(row), tolerance, nowMs: NOW }
}

function usagesOf({ used }: Row): Map<string, PodUsage> {
  const rows = used.map((milli, at) => [`p${at}`, milli] as const)
  return new Map(
    rows.flatMap(([name, milli]) =>
      milli === undefined ? [] : [[name, { milli, atMs: NOW, windowMs: 60_000 }] as const],
    ),
  )
}

test.each<[rule: string, row: Row, percent: number, expected: number]>([
  ['up by the ratio, rounded up', { used: [300, 500, 700] }, 30, 5],
  ['down by the ratio', { used: [100, 300, 500, 250, 250] }, 50, 3],
  ['within the tolerance nothing changes', { used: [1010, 1030, 1020] }, 100, 3],
  ['just beyond it something does', { used: [1110, 1120, 1130] }, 100, 4],
  [
    'pending pods use nothing when it goes up',
    { used: [300, 500, 700], phases: ['', '', 'Pending'].map((p) => p || 'Running') },
    30,
    3,
  ],
  ['pods that were never ready use nothing', { used: [400, 500, 700], ready: [true, true, false] }, 30, 3],
  [
    'failed pods do not count',
    { used: [500, 700, undefined], phases: ['Running', 'Running', 'Failed'], replicas: 2 },
    50,
    3,
  ],
  ['who is not heard of uses nothing when it goes up', { used: [1500, undefined, undefined] }, 50, 3],
  ['and all it may when it goes down', { used: [100, 100, 100, undefined] }, 50, 3],
  ['which must not turn it round', { used: [450, 450, undefined, undefined] }, 50, 4],
])('share of requests: %s', (_rule, row, percent, expected) => {
  const scaled = scaledOf(row)
  const requests = requestsOf(scaled.pods, 'cpu', '')
  expect(forUtilization({ usages: usagesOf(row), resource: 'cpu' }, { percent, requests }, scaled).replicas).toBe(
    expected,
  )
})

test.each<[rule: string, row: Row, target: number, expected: number]>([
  ['up', { used: [20_000, 10_000, 30_000] }, 15_000, 4],
  ['down', { used: [12_000, 12_000, 12_000, 12_000, 12_000] }, 20_000, 3],
  ['enough as it is', { used: [20_000, 21_000, 21_000] }, 20_000, 3],
  ['missing pods use what is wanted when it goes down', { used: [10_000, 10_000, undefined] }, 20_000, 2],
  [
    'readiness does not matter for what is no CPU',
    { used: [50_000, 15_000, 30_000], ready: [true, false, false] },
    15_000,
    7,
  ],
])('average: %s', (_rule, row, target, expected) => {
  expect(forAverage({ usages: usagesOf(row), resource: '' }, target, scaledOf(row)).replicas).toBe(expected)
})

test.each<[rule: string, used: number, row: Row, expected: number]>([
  ['up with the pods that are ready', 20_000, { used: [1, 1, 1] }, 4],
  ['those that are not do not count', 40_000, { used: [1, 1, 1], ready: [true, false, false] }, 3],
  ['from nothing', 40_000, { used: [], replicas: 0 }, 3],
  ['to nothing', 0, { used: [1], replicas: 1 }, 0],
  ['within the tolerance', 15_500, { used: [1, 1] }, 2],
])('one value: %s', (_rule, used, row, expected) => {
  expect(forValue(used, 15_000, scaledOf(row)).replicas).toBe(expected)
})

test.each<[used: number, present: number, expected: number, average: number]>([
  [8600, 3, 5, 2867],
  [6000, 3, 3, 2000],
  [6500, 3, 3, 2167],
  [0, 0, 0, 0],
  [5000, 0, 3, 0],
])('a share of 2 of %i for %i pods', (used, present, expected, average) => {
  expect(forShare(used, 2000, { present, tolerance })).toEqual({ replicas: expected, milli: average })
})

test.each<[rule: string, work: () => unknown, words: string]>([
  [
    'no pods',
    () => forAverage({ usages: new Map(), resource: '' }, 1, scaledOf({ used: [] })),
    'no pods returned by selector',
  ],
  [
    'nothing of any',
    () => forAverage({ usages: new Map(), resource: '' }, 1, scaledOf({ used: [undefined] })),
    'did not receive metrics for targeted pods (pods might be unready)',
  ],
  [
    'no request',
    () => requestsOf(podsOf({ used: [1] }), 'memory', ''),
    'missing request for memory in container web of Pod p0',
  ],
  ['no such container', () => requestsOf(podsOf({ used: [1] }), 'cpu', 'side'), 'container side not found in Pod p0'],
])('%s is told', (_rule, work, words) => expect(work).toThrow(words))
