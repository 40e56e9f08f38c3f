import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { hopelessStanding } from './hopeless.ts'
import { createPatience } from './patience.ts'
import type { View } from './standing.ts'

const waiting = (reason: string, restartCount = 0): JsonObject => ({
  phase: 'Running',
  containerStatuses: [
    { name: 'c', restartCount, state: { waiting: { reason } }, lastState: { terminated: { exitCode: 1 } } },
  ],
})
const pod = (status: JsonObject): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  // a day before any clock here
  metadata: { name: 'p', namespace: 'n', uid: 'p', labels: { app: 'a' }, creationTimestamp: '2025-12-31T00:00:00Z' },
  status,
})
const workload = (kind: string, status: JsonObject = {}): KubeObject => ({
  apiVersion: 'x/v1',
  kind,
  metadata: { name: 'w', namespace: 'n', uid: 'w', generation: 2 },
  spec: { selector: { matchLabels: { app: 'a' } } },
  status: { observedGeneration: 2, ...status },
})
const refused = { conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'quota' }] }

/** What is waited for, the pod's states a second apart each, how long the last one lasts, the verdict. */
const rows: readonly (readonly [string, KubeObject, readonly JsonObject[], number, string | undefined])[] = [
  ['a first crash is none', workload('StatefulSet'), [waiting('CrashLoopBackOff', 1)], 600, undefined],
  [
    'many crashes are',
    workload('StatefulSet'),
    [waiting('CrashLoopBackOff', 2)],
    0,
    'pod p: CrashLoopBackOff (exit code 1)',
  ],
  ['crashes of a job are counted by the job', workload('Job'), [waiting('CrashLoopBackOff', 2)], 600, undefined],
  ['an image may come late', workload('StatefulSet'), [waiting('ImagePullBackOff')], 29, undefined],
  [
    'an image that does not come',
    workload('StatefulSet'),
    [waiting('ErrImagePull'), waiting('ImagePullBackOff')],
    29,
    'pod p: ImagePullBackOff',
  ],
  [
    'another trouble begins anew',
    workload('StatefulSet'),
    [waiting('ErrImagePull'), {}, waiting('ErrImagePull')],
    29,
    undefined,
  ],
  ['a name that is none', workload('StatefulSet'), [waiting('InvalidImageName')], 0, 'pod p: InvalidImageName'],
  ['a Secret may come late', workload('Job'), [waiting('CreateContainerConfigError')], 29, undefined],
  [
    'a Secret that does not come',
    workload('Job'),
    [waiting('CreateContainerConfigError')],
    30,
    'pod p: CreateContainerConfigError',
  ],
  ['a pod by itself', pod(waiting('ImagePullBackOff')), [{}], 30, 'pod p: ImagePullBackOff'],
  ['pods that are refused for a while', workload('ReplicaSet', refused), [{}], 29, undefined],
  ['pods that are refused', workload('ReplicaSet', refused), [{}], 30, 'FailedCreate: quota'],
  [
    'a generation that is not seen yet',
    workload('ReplicaSet', { observedGeneration: 1, ...refused }),
    [waiting('InvalidImageName')],
    60,
    undefined,
  ],
]

describe('hopelessStanding', () => {
  it.each(rows)('%s', (...[, live, states, lastsS, reason]) => {
    let nowMs = Date.parse('2026-01-01T00:00:00Z')
    const patience = createPatience(() => nowMs)
    const last = states.at(-1) ?? {}
    const look = (state: JsonObject) => {
      const view: View = { get: () => live, pods: () => [pod(state)], replicaSets: () => [], nowMs }
      return hopelessStanding(live, view, patience)
    }
    for (const state of states) {
      look(state)
      nowMs += 1000
    }
    nowMs += (lastsS - 1) * 1000
    expect(look(last)?.message).toBe(reason)
  })
})
