import assert from 'node:assert/strict'
import type { Api, Watch } from './api.ts'
import type { Obj } from './wire.ts'
import { at, nameOf, type Rules, text } from './world.ts'

const KEY = 'watch-this-configmap'
const configMap = (name: string, label?: string): Obj => ({
  kind: 'ConfigMap',
  apiVersion: 'v1',
  metadata: { name, ...(label !== undefined && { labels: { [KEY]: label } }) },
})
const selecting = (...labels: string[]) => ({ labelSelector: `${KEY} in (${labels.join(',')})` })
const path = (namespace: string, name = '') => `/api/v1/namespaces/${namespace}/configmaps${name && `/${name}`}`

/** Changes as they are told to those who watch. */
export const watchers: Rules = {
  'Watchers should observe add, update, and delete watch notifications on configmaps': async ({ api, namespace }) => {
    const a = await api.watch(path(namespace), selecting('multiple-watchers-A'))
    const b = await api.watch(path(namespace), selecting('multiple-watchers-B'))
    const both = await api.watch(path(namespace), selecting('multiple-watchers-A', 'multiple-watchers-B'))
    const created = await api.post(path(namespace), configMap('e2e-watch-test-configmap-a', 'multiple-watchers-A'))
    await expectEvent([a, both], 'ADDED', created)
    await expectSilence(b)
    for (const mutation of ['1', '2']) {
      const updated = await mutate(api, path(namespace, 'e2e-watch-test-configmap-a'), mutation)
      await expectEvent([a, both], 'MODIFIED', updated)
    }
    await api.remove(path(namespace, 'e2e-watch-test-configmap-a'))
    await expectEvent([a, both], 'DELETED')
    const second = await api.post(path(namespace), configMap('e2e-watch-test-configmap-b', 'multiple-watchers-B'))
    await expectEvent([b, both], 'ADDED', second)
    await expectSilence(a)
    await api.remove(path(namespace, 'e2e-watch-test-configmap-b'))
    await expectEvent([b, both], 'DELETED')
    for (const watch of [a, b, both]) watch.stop()
  },
  'Watchers should be able to start watching from a specific resource version': async ({ api, namespace }) => {
    const name = 'e2e-watch-test-resource-version'
    await api.post(path(namespace), configMap(name, 'from-resource-version'))
    const first = await mutate(api, path(namespace, name), '1')
    const second = await mutate(api, path(namespace, name), '2')
    await api.remove(path(namespace, name))
    const watch = await api.watch(path(namespace), { resourceVersion: text(first, 'metadata.resourceVersion') })
    await expectEvent([watch], 'MODIFIED', second)
    await expectEvent([watch], 'DELETED')
    watch.stop()
  },
  'Watchers should be able to restart watching from the last resource version observed by the previous watch': async ({
    api,
    namespace,
  }) => {
    const name = 'e2e-watch-test-watch-closed'
    const broken = await api.watch(path(namespace), selecting('watch-closed-and-restarted'))
    const created = await api.post(path(namespace), configMap(name, 'watch-closed-and-restarted'))
    const first = await mutate(api, path(namespace, name), '1')
    await expectEvent([broken], 'ADDED', created)
    const last = await broken.until('MODIFIED')
    assert.deepEqual(last, first)
    broken.stop()
    const second = await mutate(api, path(namespace, name), '2')
    const resourceVersion = text(last, 'metadata.resourceVersion')
    const again = await api.watch(path(namespace), { ...selecting('watch-closed-and-restarted'), resourceVersion })
    await api.remove(path(namespace, name))
    await expectEvent([again], 'MODIFIED', second)
    await expectEvent([again], 'DELETED')
    again.stop()
  },
  'Watchers should observe an object deletion if it stops meeting the requirements of the selector': async ({
    api,
    namespace,
  }) => {
    const one = path(namespace, 'e2e-watch-test-label-changed')
    const watch = await api.watch(path(namespace), selecting('label-changed-and-restored'))
    const created = await api.post(
      path(namespace),
      configMap('e2e-watch-test-label-changed', 'label-changed-and-restored'),
    )
    const first = await mutate(api, one, '1')
    await relabel(api, one, 'wrong-value')
    await expectEvent([watch], 'ADDED', created)
    await expectEvent([watch], 'MODIFIED', first)
    await expectEvent([watch], 'DELETED')
    await mutate(api, one, '2')
    await expectSilence(watch)
    const restored = await relabel(api, one, 'label-changed-and-restored')
    const third = await mutate(api, one, '3')
    await api.remove(one)
    await expectEvent([watch], 'ADDED', restored)
    await expectEvent([watch], 'MODIFIED', third)
    await expectEvent([watch], 'DELETED')
    watch.stop()
  },
  'Watchers should receive events on concurrent watches in same order': async ({ api, namespace }) => {
    let resourceVersion = text(await api.get(path(namespace)), 'metadata.resourceVersion')
    const stop = new AbortController()
    const producing = produce(api, namespace, stop.signal)
    const watches: Watch[] = []
    try {
      for (let turn = 0; turn < 100; turn++) {
        watches.push(await api.watch(path(namespace), { resourceVersion, allowWatchBookmarks: true }))
        const versions = await Promise.all(watches.map(nextVersion))
        resourceVersion = versions[0] ?? ''
        assert.deepEqual(new Set(versions), new Set([resourceVersion]))
      }
    } finally {
      stop.abort()
      for (const watch of watches) watch.stop()
      await producing
    }
  },
}

async function expectEvent(watches: readonly Watch[], type: string, object?: Obj): Promise<void> {
  for (const watch of watches) {
    const change = await watch.next()
    assert.equal(change?.type, type)
    if (object !== undefined) assert.deepEqual(change?.object, object)
  }
}

async function expectSilence(watch: Watch): Promise<void> {
  const change = await watch.next(300)
  assert.equal(change, undefined, `unexpected ${String(change?.type)}`)
}

function mutate(api: Api, one: string, mutation: string): Promise<Obj> {
  return api.update(one, (object) => (object['data'] = { mutation }))
}

function relabel(api: Api, one: string, label: string): Promise<Obj> {
  return api.update(one, (object) => ((at(object, 'metadata.labels') as Obj)[KEY] = label))
}

async function nextVersion(watch: Watch): Promise<string> {
  for (;;) {
    const change = await watch.next()
    if (change === undefined) assert.fail('timed out waiting for an event')
    if (change.type !== 'BOOKMARK') return text(change.object, 'metadata.resourceVersion')
  }
}

/** Creates, updates and deletes at random. An update names no version, as the suite's does. */
async function produce(api: Api, namespace: string, signal: AbortSignal): Promise<void> {
  const existing: string[] = []
  for (let turn = 0; !signal.aborted; turn++) {
    const kind = existing.length === 0 ? 0 : Math.floor(Math.random() * 3)
    const index = Math.floor(Math.random() * existing.length)
    const name = existing[index] ?? ''
    if (kind === 0) existing.push(nameOf(await api.post(path(namespace), configMap(`cm-${turn}`))))
    else if (kind === 1) await api.put(path(namespace, name), { ...configMap(name), data: { turn: `${turn}` } })
    else {
      await api.remove(path(namespace, name))
      existing.splice(index, 1)
    }
  }
}
