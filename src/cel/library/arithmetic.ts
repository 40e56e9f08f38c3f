import { failure } from '../run/failure.ts'
import { ArrayList } from '../value/collection.ts'
import { Duration, type List, Timestamp, Uint } from '../value/value.ts'
import { JOINING, JOINING_LISTS } from './cost.ts'
import { type Overload, plain } from './overload.ts'
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from './time-limits.ts'

type Pair<T> = [T, T]

/** `+ - * / %` and the minus sign. Integers do not wrap: what does not fit 64 bits fails. */
export const arithmetic: readonly Overload[] = [
  plain('_+_', 'int, int -> int', (...[a, b]: Pair<bigint>) => int(a + b)),
  plain('_-_', 'int, int -> int', (...[a, b]: Pair<bigint>) => int(a - b)),
  plain('_*_', 'int, int -> int', (...[a, b]: Pair<bigint>) => int(a * b)),
  plain('_/_', 'int, int -> int', (...[a, b]: Pair<bigint>) => int(a / nonZero(b, 'division'))),
  plain('_%_', 'int, int -> int', (...[a, b]: Pair<bigint>) => int(a % nonZero(b, 'modulus'))),
  plain('-_', 'int -> int', (a: bigint) => int(-a)),
  plain('_+_', 'uint, uint -> uint', (...[a, b]: Pair<Uint>) => uint(a.value + b.value)),
  plain('_-_', 'uint, uint -> uint', (...[a, b]: Pair<Uint>) => uint(a.value - b.value)),
  plain('_*_', 'uint, uint -> uint', (...[a, b]: Pair<Uint>) => uint(a.value * b.value)),
  plain('_/_', 'uint, uint -> uint', (...[a, b]: Pair<Uint>) => uint(a.value / nonZero(b.value, 'division'))),
  plain('_%_', 'uint, uint -> uint', (...[a, b]: Pair<Uint>) => uint(a.value % nonZero(b.value, 'modulus'))),
  plain('_+_', 'double, double -> double', (...[a, b]: Pair<number>) => a + b),
  plain('_-_', 'double, double -> double', (...[a, b]: Pair<number>) => a - b),
  plain('_*_', 'double, double -> double', (...[a, b]: Pair<number>) => a * b),
  plain('_/_', 'double, double -> double', (...[a, b]: Pair<number>) => a / b),
  plain('-_', 'double -> double', (a: number) => -a),
  plain('_+_', 'string, string -> string', (...[a, b]: Pair<string>) => a + b, { ...JOINING, id: 'add_string' }),
  plain('_+_', 'bytes, bytes -> bytes', (...[a, b]: Pair<Uint8Array>) => joinBytes(a, b), {
    ...JOINING,
    id: 'add_bytes',
  }),
  plain(
    '_+_',
    'list(A), list(A) -> list(A)',
    (...[a, b]: Pair<List>) => a.plus(b) ?? new ArrayList([...a, ...b]),
    JOINING_LISTS,
  ),
  plain('_+_', 'duration, duration -> duration', (...[a, b]: Pair<Duration>) =>
    duration(a.nanoseconds + b.nanoseconds),
  ),
  plain('_-_', 'duration, duration -> duration', (...[a, b]: Pair<Duration>) =>
    duration(a.nanoseconds - b.nanoseconds),
  ),
  plain('-_', 'duration -> duration', (a: Duration) => duration(-a.nanoseconds)),
  plain('_+_', 'timestamp, duration -> timestamp', (a: Timestamp, b: Duration) =>
    timestamp(a.nanoseconds + b.nanoseconds, a.offset),
  ),
  plain('_+_', 'duration, timestamp -> timestamp', (a: Duration, b: Timestamp) =>
    timestamp(a.nanoseconds + b.nanoseconds, b.offset),
  ),
  plain('_-_', 'timestamp, duration -> timestamp', (a: Timestamp, b: Duration) =>
    timestamp(a.nanoseconds - b.nanoseconds, a.offset),
  ),
  plain('_-_', 'timestamp, timestamp -> duration', (...[a, b]: Pair<Timestamp>) =>
    duration(a.nanoseconds - b.nanoseconds),
  ),
]

function int(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw failure('integer overflow')
  return value
}

function uint(value: bigint): Uint {
  if (BigInt.asUintN(64, value) !== value) throw failure('unsigned integer overflow')
  return new Uint(value)
}

function nonZero(value: bigint, operation: 'division' | 'modulus'): bigint {
  if (value === 0n) throw failure(operation === 'division' ? 'division by zero' : 'modulus by zero')
  return value
}

function duration(nanoseconds: bigint): Duration {
  if (BigInt.asIntN(64, nanoseconds) !== nanoseconds) throw failure('duration overflow')
  return new Duration(nanoseconds)
}

function timestamp(nanoseconds: bigint, offset: number): Timestamp {
  if (nanoseconds < MIN_TIMESTAMP || nanoseconds > MAX_TIMESTAMP) throw failure('timestamp overflow')
  return new Timestamp(nanoseconds, offset)
}

function joinBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length)
  whole.set(a)
  whole.set(b, a.length)
  return whole
}
