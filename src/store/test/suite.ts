import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreError } from '../error.ts'
import { deleted, type Revision, type Store } from '../store.ts'
import { bytesOf, codeOf, type Harness, lineOf, take, textOf, textsOf } from './harness.ts'

/** What every driver promises. `open` gives a store that is empty. */
export function storeSuite(name: string, open: () => Promise<Harness>): void {
  describe(name, () => {
    let harness: Harness
    beforeEach(async () => {
      harness = await open()
    })
    afterEach(() => harness.close())
    for (const [rule, check] of rules) test(rule, () => check(harness.store, harness))
  })
}

type Check = (store: Store, harness: Harness) => Promise<void>

const put = (store: Store, key: string, text: string, expected: Revision = 0) =>
  store.write(key, bytesOf(text), expected)

const reading: readonly (readonly [string, Check])[] = [
  [
    'a key that was never written is not there',
    async (store) => {
      expect(await store.get('/a')).toBeUndefined()
      expect((await store.list('/')).entries).toEqual([])
    },
  ],
  [
    'an entry tells its creation and its last write',
    async (store) => {
      const created = await put(store, '/a', '1')
      const revision = await put(store, '/a', '2', created)
      expect(revision).toBeGreaterThan(created)
      expect(await store.get('/a')).toMatchObject({ key: '/a', revision, created })
      expect(textOf((await store.get('/a'))?.value)).toBe('2')
    },
  ],
  [
    'a key can be read as it was',
    async (store) => {
      const first = await put(store, '/a', '1')
      const second = await put(store, '/a', '2', first)
      const third = await store.write('/a', deleted, second)
      const seen = await Promise.all(
        [first, second, third].map(async (at) => textOf((await store.get('/a', at))?.value)),
      )
      expect(seen).toEqual(['1', '2', undefined])
      expect(textsOf((await store.list('/', { at: first })).entries)).toEqual(['/a=1'])
    },
  ],
  [
    'a revision that has not happened is `future` and tells the newest',
    async (store) => {
      const revision = await put(store, '/a', '1')
      await expect(store.get('/a', revision + 1000)).rejects.toMatchObject({ code: 'future', revision })
      expect(await codeOf(store.list('/', { at: revision + 1000 }))).toBe('future')
    },
  ],
  [
    'a list holds what starts with the prefix, in the order of bytes',
    async (store) => {
      for (const key of ['/b/1', '/a/2', '/a/10', '/a/é', '/a/\u{1f600}', '/a/\uffee', '/ab', '/a'])
        await put(store, key, 'x')
      const { entries } = await store.list('/a/')
      expect(entries.map((entry) => entry.key)).toEqual(['/a/10', '/a/2', '/a/é', '/a/\uffee', '/a/\u{1f600}'])
    },
  ],
  [
    'pages of one revision do not see later writes',
    async (store) => {
      for (const key of ['/a', '/b', '/c', '/d', '/e']) await put(store, key, '1')
      const first = await store.list('/', { limit: 2 })
      expect(first).toMatchObject({ next: '/c', remaining: 3 })
      await store.write('/d', deleted, (await store.get('/d'))?.revision ?? 0)
      await put(store, '/cc', '1')
      const second = await store.list('/', { limit: 9, from: first.next ?? '', at: first.revision })
      expect(second.entries.map((entry) => entry.key)).toEqual(['/c', '/d', '/e'])
      expect(second.revision).toBe(first.revision)
      expect(second.next).toBeUndefined()
    },
  ],
  [
    'bytes come back as they were, also none, zeros and a megabyte',
    async (store) => {
      const values = [new Uint8Array(), Uint8Array.of(0, 1, 2, 255), new Uint8Array(2 ** 20).fill(7)]
      for (const [at, value] of values.entries()) await store.write(`/${at}`, value, 0)
      for (const [at, value] of values.entries()) {
        expect(Buffer.compare((await store.get(`/${at}`))?.value ?? Buffer.from('none'), value)).toBe(0)
      }
    },
  ],
]

const writing: readonly (readonly [string, Check])[] = [
  [
    'a write that expects another revision is a conflict that shows the present entry',
    async (store) => {
      const revision = await put(store, '/a', '1')
      for (const wrong of [0, revision + 1]) {
        const error = await put(store, '/a', '2', wrong).catch((caught: unknown) => caught)
        expect(error).toBeInstanceOf(StoreError)
        expect(error).toMatchObject({ code: 'conflict', present: { key: '/a', revision } })
      }
    },
  ],
  [
    'a write to a key that is gone is a conflict without an entry',
    async (store) => {
      const revision = await put(store, '/a', '1')
      await store.write('/a', deleted, revision)
      await expect(put(store, '/a', '2', revision)).rejects.toMatchObject({ code: 'conflict', present: undefined })
      expect(await codeOf(store.write('/a', deleted, revision))).toBe('conflict')
    },
  ],
  [
    'deleting what is not there changes nothing',
    async (store) => {
      const before = await put(store, '/b', '1')
      expect(await store.write('/a', deleted, 0)).toBe(before)
      expect(await store.revision()).toBe(before)
    },
  ],
  [
    'a key that comes back is a new creation',
    async (store) => {
      await store.write('/a', deleted, await put(store, '/a', '1'))
      const again = await put(store, '/a', '2')
      expect(await store.get('/a')).toMatchObject({ revision: again, created: again })
    },
  ],
  [
    'of many who create at once one wins, and all revisions differ',
    async (store) => {
      const codes = await Promise.all(Array.from({ length: 8 }, (_, at) => codeOf(put(store, '/lock', `${at}`))))
      expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
      const revisions = await Promise.all(Array.from({ length: 20 }, (_, at) => put(store, `/k${at}`, '1')))
      expect(new Set(revisions).size).toBe(20)
      expect(await store.revision()).toBe(Math.max(...revisions))
    },
  ],
  [
    'what was acknowledged is there after the process is lost',
    async (store, harness) => {
      if (harness.reopen === undefined) return
      const kept = await put(store, '/a', '1')
      const gone = await put(store, '/b', '1')
      const last = await store.write('/b', deleted, gone)
      await harness.reopen()
      expect(await harness.store.revision()).toBeGreaterThanOrEqual(last)
      expect(textsOf((await harness.store.list('/')).entries)).toEqual(['/a=1'])
      expect(await harness.store.get('/a')).toMatchObject({ revision: kept, created: kept })
      expect(textOf((await harness.store.get('/b', gone))?.value)).toBe('1')
    },
  ],
]

const watching: readonly (readonly [string, Check])[] = [
  [
    'a watch tells history first, then what happens, each change once',
    async (store) => {
      const start = await put(store, '/w/0', 'x')
      const a = await put(store, '/w/a', '1')
      await put(store, '/other', '1')
      const b = await put(store, '/w/a', '2', a)
      const stop = new AbortController()
      const changes = store.watch('/w/', start, stop.signal)[Symbol.asyncIterator]()
      const seen = [...(await take(changes, 1))]
      await store.write('/w/a', deleted, b)
      await put(store, '/w/b', '3')
      seen.push(...(await take(changes, 3)))
      expect(seen.map(lineOf)).toEqual(['+/w/a=1', '~/w/a=2<1', '-/w/a<2', '+/w/b=3'])
      expect(seen.map((change) => change.created)).toEqual([a, a, 0, seen[3]?.revision])
      stop.abort()
      expect((await changes.next()).done).toBe(true)
    },
  ],
  [
    'a slow watcher misses nothing and holds nobody up',
    async (store) => {
      const start = await store.revision()
      const stop = new AbortController()
      const changes = store.watch('/w/', start, stop.signal)[Symbol.asyncIterator]()
      const first = take(changes, 1)
      await put(store, '/w/first', 'x')
      await first
      const keys = Array.from({ length: 3000 }, (_, at) => `/w/${at}`)
      for (let at = 0; at < keys.length; at += 500) {
        await Promise.all(keys.slice(at, at + 500).map((key) => put(store, key, 'x')))
      }
      const seen = await take(changes, keys.length)
      expect(new Set(seen.map((change) => change.key)).size).toBe(keys.length)
      expect(seen.every((change, at) => at === 0 || change.revision > (seen[at - 1]?.revision ?? 0))).toBe(true)
      stop.abort()
      await changes.return?.()
    },
  ],
  [
    'a watch that waits ends when its signal aborts',
    async (store) => {
      const stop = new AbortController()
      const changes = store.watch('/w/', await store.revision(), stop.signal)[Symbol.asyncIterator]()
      const next = changes.next()
      stop.abort()
      expect((await next).done).toBe(true)
    },
  ],
]

const compacting: readonly (readonly [string, Check])[] = [
  [
    'after compaction the revision itself is readable, older ones and watches from there are not',
    async (store) => {
      const first = await put(store, '/a', '1')
      const second = await put(store, '/a', '2', first)
      const third = await put(store, '/b', '1')
      await store.compact(third)
      expect(await store.compacted()).toBe(third)
      await expect(store.get('/a', second)).rejects.toMatchObject({ code: 'compacted', revision: third })
      expect(await codeOf(store.list('/', { at: first }))).toBe('compacted')
      expect(textsOf((await store.list('/', { at: third })).entries)).toEqual(['/a=2', '/b=1'])
      const changes = store.watch('/', 1, new AbortController().signal)[Symbol.asyncIterator]()
      expect(await codeOf(changes.next())).toBe('compacted')
    },
  ],
  [
    'compacting what is compacted changes nothing, the future cannot be compacted',
    async (store) => {
      await put(store, '/a', '1')
      const revision = await put(store, '/b', '1')
      await store.compact(revision)
      expect(await codeOf(store.compact(revision - 1))).toBe('ok')
      expect(await store.compacted()).toBe(revision)
      expect(await codeOf(store.compact(revision + 1000))).toBe('future')
    },
  ],
  [
    'a change behind the compaction still knows what was before it',
    async (store) => {
      const first = await put(store, '/a', '1')
      await store.compact(first)
      await put(store, '/a', '2', first)
      const stop = new AbortController()
      const changes = store.watch('/', first, stop.signal)[Symbol.asyncIterator]()
      expect((await take(changes, 1)).map(lineOf)).toEqual(['~/a=2<1'])
      stop.abort()
      await changes.return?.()
    },
  ],
  [
    'health tells a size and a limit, and that writes are taken',
    async (store) => {
      await put(store, '/a', 'x'.repeat(1000))
      const health = await store.health()
      expect(health.sizeBytes).toBeGreaterThan(1000)
      expect(health.quotaBytes).toBeGreaterThan(health.sizeBytes)
      expect(health.readOnly).toBeUndefined()
    },
  ],
  [
    'a closed store says so',
    async (store) => {
      await put(store, '/a', '1')
      await store.close()
      expect(await codeOf(store.get('/a'))).toBe('closed')
      expect(await codeOf(put(store, '/b', '1'))).toBe('closed')
    },
  ],
]

const rules = [...reading, ...writing, ...watching, ...compacting]
