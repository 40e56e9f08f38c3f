import { fixed, scaled, UNBOUNDED } from '../cost/estimate.ts'
import { failure } from '../run/failure.ts'
import { typeNameOf } from '../value/kind.ts'
import { printDouble } from '../value/print.ts'
import { Duration, List, Mapping, Timestamp, TypeValue, Uint, type Value } from '../value/value.ts'
import { codePoints } from './code-points.ts'
import { knownSize, reading } from './cost.ts'
import { type CostOf, method, type Overload, plain } from './overload.ts'
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from './time-limits.ts'
import { offsetOf, parseDuration, parseTimestamp, printTimestamp } from './time-text.ts'

const ENCODING: CostOf = {
  ...reading(0),
  estimate: ([text]) => {
    const { min, max } = knownSize(text)
    return { cost: scaled({ min, max }, 0.1), size: { min, max: Math.min(max * 4, UNBOUNDED) } }
  },
}
const DECODING: CostOf = {
  ...reading(0),
  estimate: ([bytes]) => {
    const { min, max } = knownSize(bytes)
    return { cost: scaled({ min, max }, 0.1), size: { min: Math.floor(min / 4), max } }
  },
}

const SIZED: readonly (readonly [string, (value: never) => number])[] = [
  ['bytes', (bytes: Uint8Array) => bytes.length],
  ['list(A)', (list: List) => list.size],
  ['map(A, B)', (map: Mapping) => map.size],
  ['string', (text: string) => codePoints(text)],
]

/** Sizes, and conversions between types with Go's formats. */
export const conversion: readonly Overload[] = [
  ...SIZED.flatMap(([type, size]) => [
    plain('size', `${type} -> int`, (value: Value) => BigInt(size(value as never))),
    method('size', `${type} -> int`, (value: Value) => BigInt(size(value as never))),
  ]),
  plain('type', 'A -> type(A)', (value: Value) => new TypeValue(typeNameOf(value))),
  plain('dyn', 'A -> dyn', (value: Value) => value, { estimate: () => ({ cost: fixed(1) }) }),
  plain('bool', 'bool -> bool', same),
  plain('bool', 'string -> bool', boolOf),
  plain('bytes', 'bytes -> bytes', same),
  plain('bytes', 'string -> bytes', (text: string) => new TextEncoder().encode(text), ENCODING),
  plain('double', 'double -> double', same),
  plain('double', 'int -> double', (value: bigint) => Number(value)),
  plain('double', 'string -> double', doubleOf),
  plain('double', 'uint -> double', ({ value }: Uint) => Number(value)),
  plain('duration', 'duration -> duration', same),
  plain('duration', 'string -> duration', durationOf),
  plain('int', 'int -> int', same),
  plain('int', 'double -> int', (value: number) => wholeOf(value, MIN_INT, MAX_INT, 'integer overflow')),
  plain('int', 'duration -> int', ({ nanoseconds }: Duration) => nanoseconds),
  plain('int', 'string -> int', (text: string) =>
    integerOf(text, /^[+-]?\d+$/, 'int', (value) => BigInt.asIntN(64, value)),
  ),
  plain('int', 'timestamp -> int', ({ nanoseconds }: Timestamp) => floor(nanoseconds)),
  plain('int', 'uint -> int', ({ value }: Uint) => {
    if (value > MAX_INT) throw failure('integer overflow')
    return value
  }),
  plain('string', 'string -> string', same),
  plain('string', 'bool -> string', String),
  plain('string', 'bytes -> string', textOf, DECODING),
  plain('string', 'double -> string', (value: number) => printDouble(value, 6)),
  plain('string', 'duration -> string', printDuration),
  plain('string', 'int -> string', String),
  plain('string', 'timestamp -> string', ({ nanoseconds, offset }: Timestamp) => printTimestamp(nanoseconds, offset)),
  plain('string', 'uint -> string', ({ value }: Uint) => String(value)),
  plain('timestamp', 'timestamp -> timestamp', same),
  plain('timestamp', 'int -> timestamp', (seconds: bigint) => timestampOf(seconds * 1_000_000_000n)),
  plain('timestamp', 'string -> timestamp', (text: string) => {
    const nanoseconds = parseTimestamp(text)
    if (nanoseconds === undefined) throw failure(`invalid RFC 3339 timestamp ${JSON.stringify(text)}`)
    return new Timestamp(nanoseconds, offsetOf(text))
  }),
  plain('uint', 'uint -> uint', same),
  plain(
    'uint',
    'double -> uint',
    (value: number) => new Uint(wholeOf(value, 0n, MAX_UINT, 'unsigned integer overflow')),
  ),
  plain('uint', 'int -> uint', (value: bigint) => {
    if (value < 0n) throw failure('unsigned integer overflow')
    return new Uint(value)
  }),
  plain(
    'uint',
    'string -> uint',
    (text: string) => new Uint(integerOf(text, /^\d+$/, 'uint', (value) => BigInt.asUintN(64, value))),
  ),
]

const MIN_INT = -(2n ** 63n)
const MAX_INT = 2n ** 63n - 1n
const MAX_UINT = 2n ** 64n - 1n

function same(value: Value): Value {
  return value
}

function failed(from: string, to: string): Error {
  return failure(`type conversion error from '${from}' to '${to}'`)
}

function boolOf(text: string): boolean {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false
  throw failed('string', 'bool')
}

function doubleOf(text: string): number {
  const special = /^([+-]?)(?:inf|infinity)$/i.exec(text)
  if (special !== null) return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (/^nan$/i.test(text)) return Number.NaN
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value)) throw failed('string', 'double')
  return value
}

function durationOf(text: string): Duration {
  const nanoseconds = parseDuration(text)
  if (nanoseconds === undefined) throw failed('string', 'google.protobuf.Duration')
  return new Duration(nanoseconds)
}

function integerOf(text: string, pattern: RegExp, type: string, fit: (value: bigint) => bigint): bigint {
  if (!pattern.test(text) || text.length > 400) throw failed('string', type)
  const value = BigInt(text.replace(/^\+/, ''))
  if (fit(value) !== value) throw failed('string', type)
  return value
}

function wholeOf(value: number, least: bigint, most: bigint, message: string): bigint {
  if (!Number.isFinite(value) || value <= Number(least) - (least === 0n ? 1 : 0) || value >= Number(most))
    throw failure(message)
  return BigInt(Math.trunc(value))
}

function floor(nanoseconds: bigint): bigint {
  const rest = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return (nanoseconds - rest) / 1_000_000_000n
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw failure('invalid UTF-8 in bytes, cannot convert to string')
  }
}

/** Seconds, `5400s`, `0.001s`. */
function printDuration({ nanoseconds }: Duration): string {
  return `${printDouble(Number(nanoseconds) / 1e9, 1000)}s`
}

function timestampOf(nanoseconds: bigint): Timestamp {
  if (nanoseconds < MIN_TIMESTAMP || nanoseconds > MAX_TIMESTAMP) throw failure('timestamp overflow')
  return new Timestamp(nanoseconds)
}
