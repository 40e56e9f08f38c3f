import { expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import { crashingIn } from './steady.ts'

const ended = { terminated: { reason: 'Error', exitCode: 1 } }

test.each<readonly [string, JsonObject, number]>([
  ['runs', { state: { running: {} } }, 0],
  ['runs again', { state: { running: {} }, lastState: ended, restartCount: 2 }, 0],
  ['has not run yet', { state: { waiting: { reason: 'ContainerCreating' } } }, 0],
  ['has ended', { state: ended }, 1],
  ['waits to be tried again', { state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: ended }, 1],
])('a container that %s', (_, status, count) => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    status: { containerStatuses: [{ name: 'c', ...status }] },
  }
  expect(crashingIn(pod)).toHaveLength(count)
  expect(crashingIn({ ...pod, metadata: { name: 'p', deletionTimestamp: '2026-01-01T00:00:00Z' } })).toEqual([])
})
