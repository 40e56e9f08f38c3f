import { expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { type Seen, statusOf } from './status.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString().replace('.000Z', 'Z')

function set(status: JsonObject = {}, spec: JsonObject = {}): KubeObject {
  const template = { metadata: { labels: { a: 'b', c: 'd' } } }
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 's', generation: 3 },
    spec: { template, ...spec },
    status,
  }
}

function pod(labels: JsonObject, readyFor?: number): KubeObject {
  const conditions =
    readyFor === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: ago(readyFor) }]
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', labels }, status: { conditions } }
}

const full = { a: 'b', c: 'd', e: 'f' }
const failure = {
  type: 'ReplicaFailure',
  status: 'True',
  lastTransitionTime: ago(9),
  reason: 'FailedCreate',
  message: 'no',
}
const other = { type: 'Other', status: 'True' }

interface Row extends Partial<Seen> {
  readonly owner?: KubeObject
  readonly becomes: JsonObject
}
const rows: readonly [name: string, Row][] = [
  [
    'no pods: what is zero is left out',
    { terminating: 0, becomes: { replicas: 0, terminatingReplicas: 0, observedGeneration: 3 } },
  ],
  ['nobody tells what is on its way out', { becomes: { replicas: 0, observedGeneration: 3 } }],
  [
    'labels of the template, ready, available',
    {
      active: [pod({ a: 'b' }, 1), pod(full), pod(full, 10)],
      terminating: 2,
      owner: set({}, { minReadySeconds: 5 }),
      becomes: {
        replicas: 3,
        fullyLabeledReplicas: 2,
        readyReplicas: 2,
        availableReplicas: 1,
        terminatingReplicas: 2,
        observedGeneration: 3,
      },
    },
  ],
  [
    'a failure is told beside what others tell',
    {
      owner: set({ conditions: [other] }),
      problem: { reason: 'FailedCreate', error: new Error('no') },
      becomes: { replicas: 0, observedGeneration: 3, conditions: [other, { ...failure, lastTransitionTime: ago(0) }] },
    },
  ],
  [
    'a failure that is told stays',
    {
      owner: set({ conditions: [failure] }),
      problem: { reason: 'FailedDelete', error: new Error('other') },
      becomes: { replicas: 0, observedGeneration: 3, conditions: [failure] },
    },
  ],
  [
    'a failure that is over goes',
    {
      owner: set({ conditions: [failure, other] }),
      becomes: { replicas: 0, observedGeneration: 3, conditions: [other] },
    },
  ],
]
it.each(rows)('%s', (_name, { owner = set(), active = [], terminating, problem, becomes }) => {
  expect(statusOf(owner, { active, terminating, problem, nowMs: NOW })).toEqual(becomes)
})
