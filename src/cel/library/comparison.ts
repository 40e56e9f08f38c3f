import { failure } from '../run/failure.ts'
import { contains, selectIndex, selectOptional } from '../run/select.ts'
import { compareNumbers, isEqual, isNumber } from '../value/equal.ts'
import { Duration, Timestamp, type Value } from '../value/value.ts'
import { sizeOf, traversal } from './cost.ts'
import { type Overload, plain } from './overload.ts'

/** `== != < <= > >= in !` and indexes. */
export const comparison: readonly Overload[] = [
  plain('_==_', 'A, A -> bool', (...[a, b]: [Value, Value]) => isEqual(a, b), shorter),
  plain('_!=_', 'A, A -> bool', (...[a, b]: [Value, Value]) => !isEqual(a, b), shorter),
  ...orders(),
  plain('!_', 'bool -> bool', (a: boolean) => !a),
  plain(
    '@in',
    'A, list(A) -> bool',
    (item: Value, list: Value) => contains(item, list),
    ([, list]) => sizeOf(list),
  ),
  plain('@in', 'A, map(A, B) -> bool', (item: Value, map: Value) => contains(item, map)),
  plain('_[_]', 'list(A), int -> A', selectIndex, free),
  plain('_[_]', 'map(A, B), A -> B', selectIndex, free),
  plain('_[_]', 'optional(list(A)), int -> optional(A)', selectOptional, free),
  plain('_[_]', 'optional(map(A, B)), A -> optional(B)', selectOptional, free),
  plain('_[?_]', 'list(A), int -> optional(A)', selectOptional, free),
  plain('_[?_]', 'map(A, B), A -> optional(B)', selectOptional, free),
  plain('_[?_]', 'optional(list(A)), int -> optional(A)', selectOptional, free),
  plain('_[?_]', 'optional(map(A, B)), A -> optional(B)', selectOptional, free),
]

/** A step of an attribute costs one unit. */
function free(): number {
  return 1
}

function shorter([a, b]: readonly Value[]): number {
  return traversal(Math.min(sizeOf(a), sizeOf(b)))
}

const SIGNS: readonly (readonly [string, (order: number) => boolean])[] = [
  ['_<_', (order) => order < 0],
  ['_<=_', (order) => order <= 0],
  ['_>_', (order) => order > 0],
  ['_>=_', (order) => order >= 0],
]
const SAME = ['bool', 'string', 'bytes', 'duration', 'timestamp']
const NUMBERS = ['int', 'uint', 'double']

function orders(): readonly Overload[] {
  const pairs = [
    ...SAME.map((type) => [type, type]),
    ...NUMBERS.flatMap((left) => NUMBERS.map((right) => [left, right])),
  ]
  return SIGNS.flatMap(([name, test]) =>
    pairs.map(([left, right]) => {
      const hasSize = left === 'string' || left === 'bytes'
      return plain(
        name,
        `${left}, ${right} -> bool`,
        (a: Value, b: Value) => test(compare(a, b)),
        hasSize ? shorter : undefined,
      )
    }),
  )
}

/** Order of two values of one type, or of two numbers. Throws a failure for what has no order. */
export function compare(a: Value, b: Value): number {
  if (isNumber(a) && isNumber(b)) return compareOrdered(compareNumbers(a, b))
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  const isTime = (a instanceof Duration && b instanceof Duration) || (a instanceof Timestamp && b instanceof Timestamp)
  if (!isTime) throw failure('no such overload')
  return a.nanoseconds < b.nanoseconds ? -1 : Number(a.nanoseconds > b.nanoseconds)
}

function compareOrdered(order: number): number {
  if (Number.isNaN(order)) throw failure('NaN values cannot be ordered')
  return order
}

/** By code points, as Go compares the bytes of UTF-8. */
function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    if (a.charCodeAt(at) !== b.charCodeAt(at)) return (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0)
  }
  return a.length - b.length
}
