import type { Revision } from '../store.ts'
import { fieldsOf } from './protobuf.ts'

/** mvccpb KeyValue. */
export interface KeyValue {
  readonly key: Buffer
  readonly value: Buffer
  readonly created: Revision
  readonly revision: Revision
  readonly version: number
}

/** A RangeResponse; `count` is of all keys in the range, whatever the limit. */
export interface RangeAnswer {
  readonly revision: Revision
  readonly found: readonly KeyValue[]
  readonly count: number
}

/** A TxnResponse of `swapRequest`: `present` is what was read when the condition did not hold. */
export interface SwapAnswer {
  readonly revision: Revision
  readonly isDone: boolean
  readonly present: KeyValue | undefined
}

/** A WatchResponse. */
export interface WatchAnswer {
  readonly revision: Revision
  readonly isCreated: boolean
  readonly isCanceled: boolean
  readonly compactRevision: Revision
  readonly reason: string
  readonly events: readonly WatchEvent[]
}

/** mvccpb Event. */
export interface WatchEvent {
  readonly isDelete: boolean
  readonly present: KeyValue
  readonly previous: KeyValue | undefined
}

/** A StatusResponse. */
export interface StatusAnswer {
  readonly sizeBytes: number
  readonly usedBytes: number
}

export function rangeAnswer(bytes: Buffer): RangeAnswer {
  const fields = read(bytes)
  return { revision: revisionOf(fields), found: fields.all(2).map(keyValue), count: fields.number(4) }
}

export function swapAnswer(bytes: Buffer): SwapAnswer {
  const fields = read(bytes)
  const isDone = fields.number(2) === 1
  const range = isDone ? undefined : fields.all(3).flatMap((operation) => read(operation).all(1))[0]
  return { revision: revisionOf(fields), isDone, present: range && rangeAnswer(range).found[0] }
}

export function watchAnswer(bytes: Buffer): WatchAnswer {
  const fields = read(bytes)
  return {
    revision: revisionOf(fields),
    isCreated: fields.number(3) === 1,
    isCanceled: fields.number(4) === 1,
    compactRevision: fields.number(5),
    reason: fields.all(6)[0]?.toString() ?? '',
    events: fields.all(11).map(watchEvent),
  }
}

export function statusAnswer(bytes: Buffer): StatusAnswer {
  const fields = read(bytes)
  const sizeBytes = fields.number(3)
  return { sizeBytes, usedBytes: fields.number(9) === 0 ? sizeBytes : fields.number(9) }
}

/** Alarms of an AlarmResponse: 1 no space, 2 corrupt. */
export function alarmsAnswer(bytes: Buffer): readonly number[] {
  return read(bytes)
    .all(2)
    .map((alarm) => read(alarm).number(2))
}

function watchEvent(bytes: Buffer): WatchEvent {
  const fields = read(bytes)
  const previous = fields.all(3)[0]
  return {
    isDelete: fields.number(1) === 1,
    present: keyValue(fields.all(2)[0] ?? Buffer.alloc(0)),
    previous: previous && keyValue(previous),
  }
}

function keyValue(bytes: Buffer): KeyValue {
  const fields = read(bytes)
  return {
    key: fields.all(1)[0] ?? Buffer.alloc(0),
    created: fields.number(2),
    revision: fields.number(3),
    version: fields.number(4),
    value: fields.all(5)[0] ?? Buffer.alloc(0),
  }
}

interface Fields {
  number(field: number): number
  all(field: number): readonly Buffer[]
}

function revisionOf(fields: Fields): Revision {
  const header = fields.all(1)[0]
  return header === undefined ? 0 : read(header).number(3)
}

function read(bytes: Buffer): Fields {
  const fields = [...fieldsOf(bytes)]
  return {
    number: (wanted) => {
      const value = fields.findLast(([field]) => field === wanted)?.[1]
      return typeof value === 'number' ? value : 0
    },
    all: (wanted) => fields.flatMap(([field, value]) => (field === wanted && typeof value !== 'number' ? [value] : [])),
  }
}
