import type { Entry } from '../store.ts'

/** First bytes of a snapshot file. */
export const magic = Buffer.from('berth-snapshot 1\n')

/** Bytes of a record before its key and value: their lengths (4 each), revision and creation (8 each), little-endian. */
export const headBytes = 24

/** Length of a key that stands for the end of the records; the count of records stands where a revision would. */
const endMark = 0xffffffff

/** One entry as bytes. */
export function encodeRecord({ key, value, revision, created }: Entry): Buffer {
  const name = Buffer.from(key)
  const head = Buffer.alloc(headBytes)
  head.writeUInt32LE(name.length, 0)
  head.writeUInt32LE(value.byteLength, 4)
  head.writeBigUInt64LE(BigInt(revision), 8)
  head.writeBigUInt64LE(BigInt(created), 16)
  return Buffer.concat([head, name, value])
}

/** What follows the last record: how many there were, and the revision they are of. */
export function encodeEnd(count: number, revision: number): Buffer {
  const head = Buffer.alloc(headBytes)
  head.writeUInt32LE(endMark, 0)
  head.writeBigUInt64LE(BigInt(count), 8)
  head.writeBigUInt64LE(BigInt(revision), 16)
  return head
}

/** Head of a record, or of the end, where `key` and `value` have no bytes. */
export interface RecordHead {
  readonly isEnd: boolean
  readonly keyBytes: number
  readonly valueBytes: number
  /** Of the end: how many records there were. */
  readonly revision: number
  /** Of the end: the revision of the whole. */
  readonly created: number
}

/** Reads what `encodeRecord` and `encodeEnd` start with. */
export function decodeHead(head: Buffer): RecordHead {
  const isEnd = head.readUInt32LE(0) === endMark
  return {
    isEnd,
    keyBytes: isEnd ? 0 : head.readUInt32LE(0),
    valueBytes: head.readUInt32LE(4),
    revision: Number(head.readBigUInt64LE(8)),
    created: Number(head.readBigUInt64LE(16)),
  }
}
