import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import type { Plugin } from '../plugin/plugin.ts'
import { type PodInfo, podInfoOf } from '../pod/pod-info.ts'
import { createSchedulingQueue, type SchedulingQueue } from './queue.ts'

const plugins = new Map<string, Plugin>([
  ['Fit', { name: 'Fit', wakes: { Node: (_, { after }) => after?.metadata.name === 'large' } }],
  ['Ports', { name: 'Ports', wakes: { AssignedPod: () => true } }],
])

function queue(): SchedulingQueue {
  return createSchedulingQueue({
    initialBackoffMs: 1000,
    maxBackoffMs: 10_000,
    pluginsOf: () => plugins,
    gatesOf: ({ object }) => ((object['spec'] as JsonObject)['gates'] as string[] | undefined) ?? [],
  })
}

function pod(name: string, spec: JsonObject = {}): PodInfo {
  return podInfoOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'n', uid: name }, spec })
}

function node(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name } }
}

function namesOf(from: SchedulingQueue, nowMs: number): string[] {
  const names: string[] = []
  for (let next = from.take(nowMs); next !== undefined; next = from.take(nowMs)) names.push(next.pod.name)
  return names
}

test('the most important pod is first, then who came first', () => {
  const pods = queue()
  pods.put(pod('a'), 1)
  pods.put(pod('b', { priority: 5 }), 2)
  pods.put(pod('c'), 0)
  pods.put(pod('d', { priority: 5 }), 3)
  expect(namesOf(pods, 10)).toEqual(['b', 'd', 'c', 'a'])
})

/** A pod that was tried at 0 and rejected by `Fit`. */
function parked(by: readonly string[] = ['Fit']): SchedulingQueue {
  const pods = queue()
  pods.put(pod('a'), 0)
  const waiting = pods.take(0)
  if (waiting !== undefined) pods.park(waiting, new Set(by), 0)
  return pods
}

test.each<[rule: string, by: readonly string[], event: 'large' | 'small' | 'pod', isTried: boolean]>([
  ['a change that may help', ['Fit'], 'large', true],
  ['a change that does not', ['Fit'], 'small', false],
  ['a change of what its plugin does not look at', ['Fit'], 'pod', false],
  ['one of two plugins is enough', ['Fit', 'Ports'], 'pod', true],
  ['nobody in particular: any change', [], 'small', true],
  ['a plugin that is not known says nothing', ['Other'], 'large', false],
])('who was rejected waits for a change: %s', (_, by, event, isTried) => {
  const pods = parked(by)
  expect(pods.take(5000)).toBeUndefined()
  pods.wake(
    event === 'pod' ? { resource: 'AssignedPod', before: node('x') } : { resource: 'Node', after: node(event) },
    5000,
  )
  expect(namesOf(pods, 5000)).toEqual(isTried ? ['a'] : [])
})

test('after five minutes a pod is tried whatever happened', () => {
  const pods = parked()
  expect(pods.dueMs(0)).toBe(300_000)
  expect(namesOf(pods, 299_999)).toEqual([])
  expect(namesOf(pods, 300_000)).toEqual(['a'])
})

test.each([
  [1, 1000],
  [2, 2000],
  [3, 4000],
  [4, 8000],
  [5, 10_000],
  [40, 10_000],
])('after %i errors a pod is tried again in %i ms', (errors, afterMs) => {
  const pods = queue()
  pods.put(pod('a'), 0)
  for (let round = 1, nowMs = 0; round <= errors; round++, nowMs += 20_000) {
    const waiting = pods.take(nowMs)
    if (waiting === undefined) throw new Error('nobody is due')
    pods.retry(waiting, nowMs)
    if (round < errors) continue
    expect(pods.dueMs(nowMs)).toBe(nowMs + afterMs)
    expect(namesOf(pods, nowMs + afterMs - 1)).toEqual([])
    expect(namesOf(pods, nowMs + afterMs)).toEqual(['a'])
  }
})

test('a back-off after a rejection is cut short when nothing else is to be done', () => {
  const pods = parked()
  pods.wake({ resource: 'Node', after: node('large') }, 10)
  pods.put(pod('b'), 20)
  expect(namesOf(pods, 30)).toEqual(['b', 'a'])
})

test('a pod with gates waits until they are gone', () => {
  const pods = queue()
  pods.put(pod('a', { gates: ['x/y'] }), 0)
  expect([namesOf(pods, 1), pods.dueMs(1), pods.size]).toEqual([[], undefined, 1])
  pods.put(pod('a', { gates: [] }), 2)
  expect(namesOf(pods, 2)).toEqual(['a'])
})

test('what is only told of a pod that waits is no reason to try it again', () => {
  const pods = parked([])
  const { object } = pod('a')
  pods.put(podInfoOf({ ...object, status: { conditions: [{ type: 'PodScheduled' }] } }), 1)
  expect(namesOf(pods, 5000)).toEqual([])
  pods.put(pod('a', { tolerations: [{ operator: 'Exists' }] }), 2)
  expect(namesOf(pods, 5000)).toEqual(['a'])
})

test('a pod that goes is not tried', () => {
  const pods = queue()
  pods.put(pod('a'), 0)
  pods.put(pod('b'), 0)
  pods.remove('a')
  expect(namesOf(pods, 0)).toEqual(['b'])
})

test('a thousand pods come out in order', () => {
  const pods = queue()
  const priorities = Array.from({ length: 1000 }, (_, at) => (at * 7919) % 101)
  for (const [at, priority] of priorities.entries()) pods.put(pod(`p${at}`, { priority }), at)
  const taken: number[] = []
  for (let next = pods.take(2000); next !== undefined; next = pods.take(2000)) taken.push(next.pod.priority)
  expect(taken).toEqual([...priorities].sort((a, b) => b - a))
})
