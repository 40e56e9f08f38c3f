import type { Revision } from '../store.ts'
import { bytesField, message, numberField } from './protobuf.ts'

/** Which keys: one, or all from `key` up to `end` (exclusive). */
export interface KeyRange {
  readonly key: Uint8Array
  readonly end?: Uint8Array
}

/** How a range is read (etcdserverpb RangeRequest). */
export interface RangeOptions {
  readonly limit?: number | undefined
  readonly at?: Revision | undefined
  readonly isCountOnly?: boolean
}

/** A RangeRequest; linearizable. */
export function rangeRequest(range: KeyRange, { limit = 0, at = 0, isCountOnly = false }: RangeOptions = {}): Buffer {
  return message(...rangeFields(range), numberField(3, limit), numberField(4, at), numberField(9, isCountOnly))
}

/** What a transaction compares of its key. */
export interface Condition {
  readonly target: 'version' | 'modRevision'
  readonly value: number
}

/** A TxnRequest on one key: if the condition holds, puts the value or, without one, deletes; otherwise reads the key. */
export function swapRequest(key: Uint8Array, condition: Condition, value: Uint8Array | undefined): Buffer {
  const change = value === undefined ? bytesField(3, bytesField(1, key)) : bytesField(2, putRequest(key, value))
  return message(
    bytesField(1, comparison(key, condition)),
    bytesField(2, change),
    bytesField(3, bytesField(1, rangeRequest({ key }))),
  )
}

/** A CompactionRequest that waits until the space is free. */
export function compactRequest(to: Revision): Buffer {
  return message(numberField(1, to), numberField(2, true))
}

/** A WatchRequest that creates a watch with previous values and notes of progress. */
export function watchRequest(range: KeyRange, startRevision: Revision): Buffer {
  const fields = [...rangeFields(range), numberField(3, startRevision), numberField(4, true), numberField(6, true)]
  return bytesField(1, message(...fields))
}

/** The range of all keys that start with a prefix. */
export function prefixRange(prefix: Uint8Array, from: Uint8Array = prefix): KeyRange {
  const zero = Uint8Array.of(0)
  return { key: from.length === 0 ? zero : from, end: prefixEnd(prefix) ?? zero }
}

/** The first key behind all that start with the prefix; undefined when there is none. */
function prefixEnd(prefix: Uint8Array): Uint8Array | undefined {
  const last = prefix.findLastIndex((byte) => byte < 0xff)
  if (last < 0) return undefined
  const end = Uint8Array.from(prefix.subarray(0, last + 1))
  end[last] = (end[last] ?? 0) + 1
  return end
}

function rangeFields({ key, end }: KeyRange): readonly Uint8Array[] {
  return end === undefined ? [bytesField(1, key)] : [bytesField(1, key), bytesField(2, end)]
}

function putRequest(key: Uint8Array, value: Uint8Array): Buffer {
  return message(bytesField(1, key), bytesField(2, value))
}

/** etcdserverpb Compare: target VERSION 0 in field 4, MOD 2 in field 6. The compared number is written even when it is 0. */
function comparison(key: Uint8Array, { target, value }: Condition): Buffer {
  const [kind, field] = target === 'version' ? ([0, 4] as const) : ([2, 6] as const)
  const number = value === 0 ? Uint8Array.of(field * 8, 0) : numberField(field, value)
  return message(numberField(2, kind), bytesField(3, key), number)
}
