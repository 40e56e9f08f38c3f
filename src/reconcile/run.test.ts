import { expect, test } from 'vitest'
import type { Client, ListPage, ResourceType, WatchEvent } from '#client'
import type { KubeObject } from '#kube'
import type { Controller, TraceLine } from './controller.ts'
import { Terminal } from './controller.ts'
import { runControllers } from './run.ts'
import { handClock } from './testing.ts'

const pods: ResourceType = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', isNamespaced: true }

function pod(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'n', resourceVersion: '1', uid: name } }
}

/** A server that lists so many pods and says nothing more. */
function listing(items: readonly KubeObject[]): Client {
  const page: ListPage = { items, resourceVersion: '1' }
  async function* watch(
    _: ResourceType,
    options?: { signal?: AbortSignal; sendsInitialEvents?: boolean },
  ): AsyncGenerator<WatchEvent> {
    if (options?.sendsInitialEvents === true) {
      for (const object of page.items) yield { type: 'ADDED', object }
      const end = { resourceVersion: '1', name: '', annotations: { 'k8s.io/initial-events-end': 'true' } }
      yield { type: 'BOOKMARK', object: { apiVersion: 'v1', kind: 'Pod', metadata: end } }
    }
    await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve))
  }
  return { watch } as unknown as Client
}

function start(controller: Omit<Controller, 'name' | 'watches'>): {
  clock: ReturnType<typeof handClock>
  lines: TraceLine[]
  stop: () => Promise<void>
} {
  const clock = handClock()
  const lines: TraceLine[] = []
  const running = runControllers([{ name: 'test', watches: [{ type: pods }], ...controller }], {
    client: listing([pod('a'), pod('b')]),
    clock,
    random: () => 0,
    trace: (line) => lines.push(line),
  })
  return { clock, lines, stop: running.stop }
}

test('every object present is reconciled once', async () => {
  const seen: string[] = []
  const { clock, stop } = start({
    reconcile: async ({ namespace, name }) => void seen.push(`${namespace}/${name}`) as undefined,
  })
  await clock.advance(1)
  await stop()
  expect(seen.sort()).toEqual(['n/a', 'n/b'])
})

test('what throws comes back later and later; what is terminal does not', async () => {
  const times: number[] = []
  const { clock, lines, stop } = start({
    reconcile: ({ name }) => {
      if (name === 'b') return Promise.reject(new Terminal('no use'))
      times.push(clock.now())
      return Promise.reject(new Error('not yet'))
    },
  })
  await clock.advance(40)
  await stop()
  expect(times).toEqual([0, 5, 15, 35])
  expect(lines.filter(({ fields }) => fields['result'] === 'given-up')).toHaveLength(1)
})

test('a result may ask to come back', async () => {
  let count = 0
  const { clock, stop } = start({
    workers: 1,
    reconcile: ({ name }) => {
      if (name === 'a') count++
      return Promise.resolve({ requeueAfterMs: 1000 })
    },
  })
  await clock.advance(3500)
  await stop()
  expect(count).toBe(4)
})

test('a controller that cannot begin tries again, later each time', async () => {
  let tries = 0
  const seen: string[] = []
  const { clock, lines, stop } = start({
    begin: () => (++tries < 3 ? Promise.reject(new Error('not yet')) : () => void seen.push('end')),
    reconcile: async ({ name }) => void seen.push(name) as undefined,
  })
  await clock.advance(2999)
  expect([tries, seen]).toEqual([2, []])
  await clock.advance(2)
  await stop()
  expect(seen.sort()).toEqual(['a', 'b', 'end'])
  expect(lines.filter(({ message }) => message === 'not begun').map(({ fields }) => fields['retryMs'])).toEqual([
    1000, 2000,
  ])
})

test('a controller that never begins can be stopped', async () => {
  const { clock, stop } = start({
    begin: () => Promise.reject(new Error('no')),
    reconcile: () => Promise.reject(new Error('never')),
  })
  await clock.advance(5000)
  await expect(stop()).resolves.toBeUndefined()
})
