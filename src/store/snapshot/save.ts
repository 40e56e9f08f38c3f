import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StoreError } from '../error.ts'
import type { Revision, Store } from '../store.ts'
import { encodeEnd, encodeRecord, magic } from './record.ts'

/** What was saved. */
export interface SnapshotSummary {
  readonly revision: Revision
  readonly entries: number
  readonly sizeBytes: number
  /** SHA-256 of what the file holds before it, hex. */
  readonly digest: string
}

const pageLimit = 500
const attempts = 5

/**
 * Saves every entry of a store as of one revision into one file that any driver can be restored from, while writes go on.
 * The file is there whole or not at all; its owner alone may read it. A snapshot of an encrypted store's inner store stays encrypted.
 */
export async function saveSnapshot(store: Store, path: string): Promise<SnapshotSummary> {
  const unfinished = `${path}.unfinished`
  for (let attempt = 1; ; attempt++) {
    try {
      const summary = await write(store, unfinished)
      await rename(unfinished, path)
      await syncFolder(dirname(path))
      return summary
    } catch (error) {
      await rm(unfinished, { force: true })
      if (attempt === attempts || !(error instanceof StoreError) || error.code !== 'compacted') throw error
    }
  }
}

async function write(store: Store, path: string): Promise<SnapshotSummary> {
  const file = await open(path, 'w', 0o600)
  try {
    const hash = createHash('sha256')
    let sizeBytes = await put(file, hash, magic)
    let entries = 0
    const at = await store.revision()
    let from: string | undefined = ''
    while (from !== undefined) {
      const page = await store.list('', { from, limit: pageLimit, at })
      entries += page.entries.length
      sizeBytes += await put(file, hash, Buffer.concat(page.entries.map(encodeRecord)))
      from = page.next
    }
    sizeBytes += await put(file, hash, encodeEnd(entries, at))
    const digest = hash.digest()
    await file.write(digest)
    await file.sync()
    return { revision: at, entries, sizeBytes: sizeBytes + digest.length, digest: digest.toString('hex') }
  } finally {
    await file.close()
  }
}

async function put(file: FileHandle, hash: Hash, bytes: Buffer): Promise<number> {
  hash.update(bytes)
  await file.write(bytes)
  return bytes.length
}

/** Makes a rename in a folder last. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
