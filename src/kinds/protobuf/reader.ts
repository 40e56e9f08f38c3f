import { Buffer } from 'node:buffer'
import { ProtobufError } from './error.ts'

/** How a field is written on the wire. */
export const wire = { varint: 0, fixed64: 1, bytes: 2, startGroup: 3, endGroup: 4, fixed32: 5 } as const

/** Messages inside messages, at most: far more than any object has, far less than the stack holds. */
const maxDepth = 400
/**
 * Messages in one reading, at most: an empty one takes two bytes and becomes a whole map, so bytes that hold little else are
 * no object of anybody's. Real ones have one message in ten bytes or fewer, small ones a few more.
 */
const freeMessages = 2000
const bytesPerMessage = 8

/** A place in bytes that are read once, front to back. One is shared by all messages of a reading. */
export interface Cursor {
  readonly bytes: Uint8Array
  readonly buffer: Buffer
  at: number
  /** Where the message being read ends. */
  end: number
  depth: number
  /** How many messages may still be read. */
  messages: number
}

/** A cursor on the first byte. */
export function cursorOf(bytes: Uint8Array): Cursor {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const messages = freeMessages + Math.floor(bytes.length / bytesPerMessage)
  return { bytes, buffer, at: 0, end: bytes.length, depth: 0, messages }
}

/**
 * Reads a message up to `end`: `field` is told number and wire type, and answers false for what it does not read, which is
 * skipped. Moves the cursor to `end`. Throws ProtobufError for what is no message.
 */
export function readMessage(cursor: Cursor, end: number, field: (number: number, type: number) => boolean): void {
  if (++cursor.depth > maxDepth) throw new ProtobufError('depth', `proto: messages nest deeper than ${maxDepth}`)
  if (--cursor.messages < 0) throw new ProtobufError('size', 'proto: too many messages for so few bytes')
  const outer = cursor.end
  cursor.end = end
  while (cursor.at < end) {
    const tag = readVarint(cursor)
    const type = tag & 7
    const number = Math.floor(tag / 8)
    if (number === 0 || number > 0x1fffffff) throw new ProtobufError('wire', `proto: illegal tag ${number}`)
    if (!field(number, type)) skipField(cursor, type, 0)
  }
  if (cursor.at !== end) throw truncated()
  cursor.end = outer
  cursor.depth--
}

/** Reads a length and answers where the bytes it counts end: inside the message that is being read. */
export function readEnd(cursor: Cursor): number {
  const length = readVarint(cursor)
  const end = cursor.at + length
  if (end > cursor.end) throw truncated()
  return end
}

/** An unsigned varint as a number; what is over 2^53 loses its last bits. */
export function readVarint(cursor: Cursor): number {
  const { bytes } = cursor
  let value = 0
  let scale = 1
  for (let count = 0; count < 10; count++) {
    const byte = bytes[cursor.at++]
    if (byte === undefined) throw truncated()
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value
    scale *= 128
  }
  throw new ProtobufError('wire', 'proto: integer overflow')
}

/** A varint that may stand for a negative number of 64 bits. */
export function readInteger(cursor: Cursor): number {
  const start = cursor.at
  const value = readVarint(cursor)
  if (value <= Number.MAX_SAFE_INTEGER) return value
  cursor.at = start
  return Number(BigInt.asIntN(64, readBigVarint(cursor)))
}

/** Text up to `end`; what is no UTF-8 becomes U+FFFD. */
export function readText(cursor: Cursor, end: number): string {
  const text = cursor.buffer.toString('utf8', cursor.at, end)
  cursor.at = end
  return text
}

/** The bytes up to `end`, not copied. */
export function readBytes(cursor: Cursor, end: number): Uint8Array {
  const bytes = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return bytes
}

/** A double of eight bytes. */
export function readDouble(cursor: Cursor): number {
  if (cursor.at + 8 > cursor.end) throw truncated()
  cursor.at += 8
  return cursor.buffer.readDoubleLE(cursor.at - 8)
}

/** Throws unless a field came the way its type is written. */
export function expectWire(type: number, expected: number, field: string): void {
  if (type !== expected) throw new ProtobufError('wire', `proto: wrong wireType = ${type} for field ${field}`)
}

function readBigVarint(cursor: Cursor): bigint {
  let value = 0n
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.bytes[cursor.at++] ?? 0
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) break
  }
  return value
}

function skipField(cursor: Cursor, type: number, depth: number): void {
  if (depth > maxDepth) throw new ProtobufError('depth', `proto: groups nest deeper than ${maxDepth}`)
  if (type === wire.varint) readVarint(cursor)
  else if (type === wire.fixed64) cursor.at += 8
  else if (type === wire.fixed32) cursor.at += 4
  else if (type === wire.bytes) cursor.at = readEnd(cursor)
  else if (type === wire.startGroup) skipGroup(cursor, depth)
  else throw new ProtobufError('wire', `proto: illegal wireType ${type}`)
  if (cursor.at > cursor.end) throw truncated()
}

function skipGroup(cursor: Cursor, depth: number): void {
  for (;;) {
    const type = readVarint(cursor) & 7
    if (type === wire.endGroup) return
    skipField(cursor, type, depth + 1)
  }
}

function truncated(): ProtobufError {
  return new ProtobufError('truncated', 'unexpected EOF')
}
