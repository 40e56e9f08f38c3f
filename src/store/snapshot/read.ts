import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { StoreError } from '../error.ts'
import type { Entry } from '../store.ts'
import { decodeHead, headBytes, magic } from './record.ts'
import type { SnapshotSummary } from './save.ts'

const digestBytes = 32
const chunkBytes = 1 << 20

/** Checks a snapshot from end to end. Throws `corrupted` when it is none, is cut short or was changed. */
export async function checkSnapshot(path: string): Promise<SnapshotSummary> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const end = size - digestBytes
    if (end < magic.length + headBytes || !(await bytesAt(file, 0, magic.length)).equals(magic)) {
      throw new StoreError('corrupted', `${path} - is no snapshot - expected a file that was saved by this program`)
    }
    const digest = await digestUpTo(file, end)
    if (!digest.equals(await bytesAt(file, end, digestBytes))) {
      throw new StoreError('corrupted', `${path} - is cut short or was changed - expected the digest at its end`)
    }
    const { revision, created } = decodeHead(await bytesAt(file, end - headBytes, headBytes))
    return { revision: created, entries: revision, sizeBytes: size, digest: digest.toString('hex') }
  } finally {
    await file.close()
  }
}

/** The entries of a snapshot that was checked, in key order. */
export async function* readSnapshot(path: string): AsyncGenerator<Entry, void, void> {
  const file = await open(path, 'r')
  try {
    let at = magic.length
    for (;;) {
      const head = decodeHead(await bytesAt(file, at, headBytes))
      if (head.isEnd) return
      const body = await bytesAt(file, at + headBytes, head.keyBytes + head.valueBytes)
      at += headBytes + body.length
      const { revision, created, keyBytes } = head
      yield { key: body.toString('utf8', 0, keyBytes), value: body.subarray(keyBytes), revision, created }
    }
  } finally {
    await file.close()
  }
}

async function digestUpTo(file: FileHandle, end: number): Promise<Buffer> {
  const hash = createHash('sha256')
  for (let at = 0; at < end; at += chunkBytes) hash.update(await bytesAt(file, at, Math.min(chunkBytes, end - at)))
  return hash.digest()
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw new StoreError('corrupted', `snapshot - ends at byte ${at + bytesRead} - expected more`)
  return buffer
}
