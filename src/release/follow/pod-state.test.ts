import { describe, expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import { podState } from './pod-state.ts'

const waiting = (reason: string, message = '', more: JsonObject = {}): JsonObject => ({
  containerStatuses: [{ name: 'c', ready: false, state: { waiting: { reason, message } }, ...more }],
})

describe('a pod', () => {
  test.each<readonly [string, JsonObject, string, string]>([
    ['nobody has seen yet', {}, 'in-progress', 'Pending'],
    ['that is ready', { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }, 'ready', 'Running'],
    ['that is done', { phase: 'Succeeded' }, 'ready', 'Succeeded'],
    ['that is starting', { phase: 'Pending', ...waiting('ContainerCreating') }, 'in-progress', 'ContainerCreating'],
    [
      'that waits for readiness',
      { phase: 'Running', containerStatuses: [{ ready: true }, { ready: false }] },
      'in-progress',
      '1 of 2 containers ready',
    ],
    ['without an image', waiting('ImagePullBackOff', 'no such tag'), 'in-progress', 'ImagePullBackOff: no such tag'],
    ['that crashes', { phase: 'Running', ...waiting('CrashLoopBackOff') }, 'failed', 'CrashLoopBackOff'],
    [
      'that fits nowhere',
      {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no nodes' }],
      },
      'in-progress',
      'Unschedulable: no nodes',
    ],
    [
      'that failed',
      { phase: 'Failed', containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 3, reason: 'Error' } } }] },
      'failed',
      'Error (exit code 3)',
    ],
    ['that was evicted', { phase: 'Failed', reason: 'Evicted', message: 'disk' }, 'failed', 'Evicted: disk'],
  ])('%s', (...[, status, state, reason]) => {
    expect(podState({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, status })).toMatchObject({
      state,
      reason,
    })
  })

  test.each<readonly [string, JsonObject, readonly object[]]>([
    ['now', { state: { terminated: { exitCode: 1 } } }, [{ name: 'c', isPrevious: false, restarts: 2 }]],
    ['before', { lastState: { terminated: { exitCode: 1 } } }, [{ name: 'c', isPrevious: true, restarts: 2 }]],
    ['well', { state: { terminated: { exitCode: 0 } } }, []],
  ])('whose container ended %s', (_, more, troubled) => {
    const status = { phase: 'Running', containerStatuses: [{ name: 'c', restartCount: 2, ...more }] }
    expect(podState({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, status }).troubled).toEqual(troubled)
  })
})

test('a pod that ended badly because it was told to end is on its way out', () => {
  const metadata = { name: 'p', deletionTimestamp: '2026-01-01T00:00:00Z' }
  const ended = podState({ apiVersion: 'v1', kind: 'Pod', metadata, status: { phase: 'Failed' } })
  expect(ended).toMatchObject({ state: 'in-progress', reason: 'Terminating' })
})
