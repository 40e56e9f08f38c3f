import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StoreError } from '../error.ts'
import type { MemoryState } from '../memory/memory-journal.ts'
import { SqliteJournal } from '../sqlite/sqlite-journal.ts'
import type { Entry, Revision, Store } from '../store.ts'
import { checkSnapshot, readSnapshot } from './read.ts'
import { type SnapshotSummary, syncFolder } from './save.ts'

/**
 * How far a restored log jumps ahead: further than any client can have seen past the snapshot, so that those who come back
 * are told that their revision is too old (etcdutl snapshot restore --bump-revision --mark-compacted).
 */
const defaultBump = 1_000_000_000

const batchEntries = 500

/** Makes a SQLite file from a snapshot. Throws `corrupted` when the snapshot is broken, `conflict` when the file exists. */
export async function restoreSqlite(
  snapshot: string,
  path: string,
  bump: Revision = defaultBump,
): Promise<SnapshotSummary> {
  const summary = await checkSnapshot(snapshot)
  if (existsSync(path)) throw new StoreError('conflict', `${path} - exists - expected a path where no file is`)
  const unfinished = `${path}.unfinished`
  await discard(unfinished)
  const journal = new SqliteJournal(unfinished)
  const revision = summary.revision + bump
  try {
    for await (const rows of batches(readSnapshot(snapshot))) {
      const heads = rows.map((entry) => ({ ...entry, previous: 0, sizeBytes: entry.value.byteLength }))
      await journal.commit({ rows: heads, forgotten: [], revision, compacted: revision })
    }
    await journal.commit({ rows: [], forgotten: [], revision, compacted: revision })
  } finally {
    journal.close()
  }
  await rename(unfinished, path)
  await syncFolder(dirname(path))
  return summary
}

/** What a store in memory starts with so that it goes on from a snapshot. Throws `corrupted`. */
export async function restoreMemory(snapshot: string, bump: Revision = defaultBump): Promise<MemoryState> {
  const { revision } = await checkSnapshot(snapshot)
  const entries = await Array.fromAsync(readSnapshot(snapshot))
  return { entries, revision: revision + bump, compacted: revision + bump }
}

/**
 * Writes a snapshot's entries into a store that is empty, under new revisions: the way into etcd, which numbers them itself.
 * Throws `conflict` when the store is not empty, `corrupted` when the snapshot is broken.
 */
export async function restoreInto(store: Store, snapshot: string): Promise<SnapshotSummary> {
  const summary = await checkSnapshot(snapshot)
  const { entries } = await store.list('', { limit: 1 })
  if (entries.length > 0) throw new StoreError('conflict', 'the store - holds keys - expected an empty one')
  for await (const batch of batches(readSnapshot(snapshot))) {
    await Promise.all(batch.map(({ key, value }) => store.write(key, value, 0)))
  }
  return summary
}

async function* batches(entries: AsyncIterable<Entry>): AsyncGenerator<readonly Entry[], void, void> {
  let batch: Entry[] = []
  for await (const entry of entries) {
    batch.push(entry)
    if (batch.length < batchEntries) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function discard(path: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${path}${end}`, { force: true })
}
