import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import {
  checkSnapshot,
  openMemoryStore,
  openSqliteStore,
  restoreInto,
  restoreMemory,
  restoreSqlite,
  type Store,
  saveSnapshot,
} from '../index.ts'
import { bytesOf, codeOf, textsOf } from '../test/harness.ts'

const folder = mkdtempSync(join(tmpdir(), 'snapshot-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function filled(store: Store, count = 1200): Promise<Store> {
  await Promise.all(Array.from({ length: count }, (_, at) => store.write(`/k/${at}`, bytesOf(`value ${at}`), 0)))
  return store
}

test('a snapshot is of one revision while writes go on', async () => {
  const store = await filled(openSqliteStore({ path: join(folder, 'busy.db') }))
  let isDone = false
  const writer = (async () => {
    for (let at = 0; !isDone; at++) {
      const present = (await store.get('/k/7'))?.revision ?? 0
      await store.write('/k/7', bytesOf(`later ${at}`), present)
      await store.write(`/new/${at}`, bytesOf('x'), 0)
    }
  })()
  const saved = await saveSnapshot(store, join(folder, 'busy'))
  isDone = true
  await writer
  const expected = await store.list('', { at: saved.revision })
  const restored = openMemoryStore({ start: await restoreMemory(join(folder, 'busy')) })
  expect((await restored.list('')).entries.map(({ key, revision, created }) => ({ key, revision, created }))).toEqual(
    expected.entries.map(({ key, revision, created }) => ({ key, revision, created })),
  )
  expect(textsOf((await restored.list('')).entries)).toEqual(textsOf(expected.entries))
  await store.close()
})

test('after a restore old revisions are too old and new ones are far ahead', async () => {
  const store = await filled(openMemoryStore())
  const before = await store.revision()
  await saveSnapshot(store, join(folder, 'one'))
  const path = join(folder, 'restored.db')
  await restoreSqlite(join(folder, 'one'), path)
  const restored = openSqliteStore({ path })
  expect(textsOf((await restored.list('')).entries)).toEqual(textsOf((await store.list('')).entries))
  expect(await restored.get('/k/3')).toMatchObject({ revision: (await store.get('/k/3'))?.revision })
  expect(await codeOf(restored.list('', { at: before }))).toBe('compacted')
  expect(await codeOf(restored.watch('', before, new AbortController().signal)[Symbol.asyncIterator]().next())).toBe(
    'compacted',
  )
  expect(await restored.write('/new', bytesOf('x'), 0)).toBeGreaterThan(before + 1_000_000)
  expect(await codeOf(restoreSqlite(join(folder, 'one'), path))).toBe('conflict')
  expect(await codeOf(restoreInto(restored, join(folder, 'one')))).toBe('conflict')
  await restored.close()
})

test('a snapshot is for its owner alone', async () => {
  await saveSnapshot(await filled(openMemoryStore(), 3), join(folder, 'mode'))
  expect(statSync(join(folder, 'mode')).mode & 0o777).toBe(0o600)
})

test('a snapshot that is cut, changed, longer or none at all is corrupted', async () => {
  const path = join(folder, 'intact')
  await saveSnapshot(await filled(openMemoryStore(), 50), path)
  const bytes = readFileSync(path)
  const broken = join(folder, 'broken')
  const rows: readonly (() => void)[] = [
    () => truncateSync(broken, bytes.length - 5),
    () => truncateSync(broken, 100),
    () => truncateSync(broken, 0),
    () => appendFileSync(broken, 'x'),
    () =>
      writeFileSync(
        broken,
        bytes.map((byte, at) => (at === 500 ? byte ^ 4 : byte)),
      ),
    () => writeFileSync(broken, 'x'.repeat(500)),
  ]
  for (const damage of rows) {
    writeFileSync(broken, bytes)
    damage()
    expect(await codeOf(checkSnapshot(broken))).toBe('corrupted')
    expect(await codeOf(restoreSqlite(broken, join(folder, 'never.db')))).toBe('corrupted')
  }
})
