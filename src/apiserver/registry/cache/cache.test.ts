import { expect, test } from 'vitest'
import { openMemoryStore, type Store } from '#store'
import { testClock } from '../testing.ts'
import { cachedChange } from './cached-change.ts'
import { ChangeRing } from './change-ring.ts'
import { CacheEntry } from './entry.ts'
import { storedText, withOtherRevision, withoutTypeNames, withRevision } from './object-text.ts'
import { OrderedEntries } from './ordered-entries.ts'
import { StoreCache } from './store-cache.ts'

const entry = (key: string, revision = 1) => new CacheEntry(key, `{"metadata":{"name":"${key}"}}`, revision, 1)

test('entries stay in order through many changes, whatever their order', () => {
  const ordered = new OrderedEntries()
  const model = new Set<string>()
  let seed = 7
  for (let step = 0; step < 6000; step++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    const key = `n${seed % 7}/k${seed % 2000}`
    if (seed % 3 === 0) {
      ordered.delete(key)
      model.delete(key)
    } else {
      ordered.set(entry(key))
      model.add(key)
    }
  }
  const keys = [...model].sort()
  expect(ordered.list('').map(({ key }) => key)).toEqual(keys)
  expect(ordered.list('n3/').map(({ key }) => key)).toEqual(keys.filter((key) => key.startsWith('n3/')))
  const from = keys.find((key) => key > 'n3/k5') ?? ''
  expect([...ordered.range('n3/', from)].map(({ key }) => key)).toEqual(
    keys.filter((key) => key.startsWith('n3/') && key >= from),
  )
})

test('a ring gives what came after a revision, or says that it forgot', () => {
  const ring = new ChangeRing(10)
  for (let revision = 11; revision <= 3000; revision++)
    ring.push(cachedChange('ADDED', entry('a', revision), undefined))
  expect(ring.after(2998)?.map(({ revision }) => revision)).toEqual([2999, 3000])
  expect(ring.after(10)).toBeUndefined()
  expect(ring.after(ring.completeAfter)?.length).toBe(2048)
  expect(ring.after(4000)).toEqual([])
})

test('texts are cut, not parsed', () => {
  const object = {
    metadata: { name: 'a', resourceVersion: '4' },
    data: { x: '"metadata":{' },
    kind: 'K',
    apiVersion: 'v1',
  }
  const stored = storedText(object)
  expect(stored).toBe('{"kind":"K","apiVersion":"v1","metadata":{"name":"a"},"data":{"x":"\\"metadata\\":{"}}')
  const text = withRevision(stored, 7)
  expect(JSON.parse(text)).toEqual({ ...object, metadata: { name: 'a', resourceVersion: '7' } })
  expect(JSON.parse(withOtherRevision(text, 9))).toMatchObject({ metadata: { resourceVersion: '9' } })
  expect(JSON.parse(withoutTypeNames(text))).toEqual({
    metadata: { name: 'a', resourceVersion: '7' },
    data: object.data,
  })
})

/** A store whose watch breaks when told to. */
function breakable(store: Store): { readonly store: Store; breakWatch(): void } {
  let breaking = new AbortController()
  const broken: Store = Object.create(store, {
    watch: {
      value: (prefix: string, from: number, signal: AbortSignal) =>
        store.watch(prefix, from, AbortSignal.any([signal, breaking.signal])),
    },
  }) as Store
  for (const name of ['list', 'get', 'write', 'revision', 'compacted', 'compact'] as const) {
    Object.defineProperty(broken, name, { value: store[name].bind(store) })
  }
  return {
    store: broken,
    breakWatch() {
      const old = breaking
      breaking = new AbortController()
      old.abort()
    },
  }
}

test('a feed that breaks starts again where it was, and tells what it missed once', async () => {
  const inner = openMemoryStore()
  const { store, breakWatch } = breakable(inner)
  const clock = testClock()
  const cache = new StoreCache({ store, clock })
  await cache.start()
  const told: string[] = []
  cache.resource('', 'things').listen(({ type, revision }) => told.push(`${type} ${revision}`))
  const write = (name: string) =>
    inner.write(`/registry/core/things/${name}`, Buffer.from(`{"metadata":{"name":"${name}"}}`), 0)
  await cache.reached(await write('a'))
  breakWatch()
  await new Promise((resolve) => setImmediate(resolve))
  const revision = await write('b')
  clock.advance(1000)
  await cache.reached(revision)
  expect(told).toEqual(['ADDED 1', 'ADDED 2'])
  await cache.close()
})
