import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { deleted, openMemoryStore, openSqliteStore, StoreError, startCompaction } from '../index.ts'
import { bytesOf, codeOf, textOf } from '../test/harness.ts'

const folder = mkdtempSync(join(tmpdir(), 'log-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a file is open once', async () => {
  const path = join(folder, 'locked.db')
  const store = openSqliteStore({ path })
  expect(() => openSqliteStore({ path })).toThrow(StoreError)
  await store.close()
  await openSqliteStore({ path }).close()
})

test('a file that is no store of ours is corrupted, and left as it is', () => {
  const path = join(folder, 'foreign.db')
  writeFileSync(path, 'not a database, but long enough to have a header of one hundred bytes'.repeat(20))
  const { size } = statSync(path)
  try {
    openSqliteStore({ path })
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ code: 'corrupted' })
  }
  expect(statSync(path).size).toBe(size)
})

test('a store file is for its owner alone', async () => {
  const path = join(folder, 'deep', 'mode.db')
  const store = openSqliteStore({ path })
  await store.write('/a', bytesOf('1'), 0)
  for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o077).toBe(0)
  await store.close()
})

test('keys that are written over and over do not grow the file', async () => {
  const path = join(folder, 'lease.db')
  const store = openSqliteStore({ path, history: { rows: 200, bytes: 2 ** 30 } })
  const sizes: number[] = []
  const revisions = await Promise.all(
    Array.from({ length: 20 }, (_, at) => store.write(`/lease/${at}`, bytesOf('0'), 0)),
  )
  for (let turn = 0; turn < 400; turn++) {
    const value = bytesOf(`${turn}`.repeat(500))
    for (const [at, revision] of (
      await Promise.all(revisions.map((expect, key) => store.write(`/lease/${key}`, value, expect)))
    ).entries()) {
      revisions[at] = revision
    }
    if (turn % 100 === 99) sizes.push((await store.health()).sizeBytes)
  }
  expect(sizes.at(-1)).toBeLessThan((sizes[0] ?? 0) * 1.5)
  expect(await store.compacted()).toBeGreaterThan((await store.revision()) - 300)
  await store.close()
})

test('keys that come and go leave nothing behind', async () => {
  const store = openMemoryStore({ history: { rows: 50, bytes: 2 ** 20 } })
  for (let at = 0; at < 2000; at++) {
    await store.write(`/event/${at}`, deleted, await store.write(`/event/${at}`, bytesOf('x'.repeat(200)), 0))
  }
  expect((await store.health()).sizeBytes).toBeLessThan(60_000)
  await store.close()
})

test('history is bounded by bytes as well', async () => {
  const store = openMemoryStore({ history: { rows: 1e6, bytes: 100_000 } })
  let revision = 0
  for (let at = 0; at < 200; at++) revision = await store.write('/big', bytesOf('x'.repeat(5000)), revision)
  expect(await store.compacted()).toBeGreaterThan(170)
  await store.close()
})

test('a store that reached its quota takes deletions alone until there is room', async () => {
  const store = openMemoryStore({ quotaBytes: 20_000, history: { rows: 0, bytes: 0 } })
  const revisions: number[] = []
  for (let at = 0; at < 15; at++)
    revisions.push(await store.write(`/k/${at}`, bytesOf('x'.repeat(1500)), 0).catch(() => 0))
  expect(revisions.at(-1)).toBe(0)
  expect(await codeOf(store.write('/k/new', bytesOf('x'), 0))).toBe('quota')
  expect((await store.health()).readOnly).toMatchObject({ code: 'quota' })
  for (let at = 0; at < 5; at++) await store.write(`/k/${at}`, deleted, revisions[at] ?? 0)
  await store.write('/k/5', deleted, revisions[5] ?? 0)
  await store.compact(await store.revision())
  await expect.poll(() => codeOf(store.write('/k/new', bytesOf('x'), 0))).toBe('ok')
  expect((await store.health()).readOnly).toBeUndefined()
  await store.close()
})

test('compaction by age forgets what was old at the turn before', async () => {
  const timers: (() => void)[] = []
  const store = openMemoryStore()
  const stop = startCompaction(store, { setTimer: (_, run) => (timers.push(run), () => {}) }, 1000)
  const old = await store.write('/a', bytesOf('1'), 0)
  await expect.poll(() => timers.length).toBe(1)
  const newer = await store.write('/a', bytesOf('2'), old)
  timers[0]?.()
  await expect.poll(() => timers.length).toBe(2)
  expect(await store.compacted()).toBeLessThan(newer)
  timers[1]?.()
  await expect.poll(() => timers.length).toBe(3)
  expect(await store.compacted()).toBe(newer)
  stop()
  await store.close()
})

test('of writes to one key in one turn each sees the one before', async () => {
  const store = openSqliteStore({ path: join(folder, 'turn.db') })
  const first = store.write('/a', bytesOf('1'), 0)
  const second = store.write('/a', bytesOf('2'), 1)
  const third = store.write('/a', bytesOf('3'), 1)
  const gone = store.write('/a', deleted, 2)
  expect([await first, await second, await codeOf(third), await gone]).toEqual([1, 2, 'conflict', 3])
  expect(textOf((await store.get('/a', 2))?.value)).toBe('2')
  await store.close()
})
