import type { CallEstimate, Sized } from '../cost/call-estimate.ts'
import { fixed, type Range, scaled } from '../cost/estimate.ts'
import { failure } from '../run/failure.ts'
import { compareNumbers, isEqual, isNumber } from '../value/equal.ts'
import { Duration, List, Mapping, Opaque, Timestamp, type Value } from '../value/value.ts'
import { COMPARING, reading } from './cost.ts'
import { type CostOf, type Overload, plain } from './overload.ts'

const SIGNS: readonly (readonly [string, (order: number) => boolean])[] = [
  ['_<_', (order) => order < 0],
  ['_<=_', (order) => order <= 0],
  ['_>_', (order) => order > 0],
  ['_>=_', (order) => order >= 0],
]
const SAME = ['bool', 'string', 'bytes', 'duration', 'timestamp']
const NUMBERS = ['int', 'uint', 'double']

/** Values of Kubernetes' own types are compared for one unit. */
const EQUALITY: CostOf = {
  cost: (args, result) => (args[0] instanceof Opaque ? 1 : (COMPARING.cost?.(args, result) ?? 1)),
  estimate: (args) => (isOpaquePair(args) ? { cost: opaqueCost(args) } : COMPARING.estimate?.(args)) as CallEstimate,
}

/** A format is compared by its name, a URL by its text. */
function opaqueCost([a, b]: readonly Sized[]): Range {
  const name = a?.type.kind === 'opaque' ? a.type.name : ''
  if (name === 'kubernetes.NamedFormat') return { min: 1, max: 7 }
  if (name === 'kubernetes.URL') return scaled({ min: 1, max: b?.size?.max ?? 1 }, 0.1)
  return fixed(1)
}

function isOpaquePair([a, b]: readonly Sized[]): boolean {
  return a?.type.kind === 'opaque' && b?.type.kind === 'opaque' && a.type.name === b.type.name
}

/** `== != < <= > >= in !`; indexes and logic, whose ways are the runtime's own, have their types here. */
export const comparison: readonly Overload[] = [
  plain('_?_:_', 'bool, A, A -> A', builtIn),
  plain('_&&_', 'bool, bool -> bool', builtIn),
  plain('_||_', 'bool, bool -> bool', builtIn),
  plain('@not_strictly_false', 'bool -> bool', builtIn),
  plain('_==_', 'A, A -> bool', (...[a, b]: [Value, Value]) => isEqual(a, b), EQUALITY),
  plain('_!=_', 'A, A -> bool', (...[a, b]: [Value, Value]) => !isEqual(a, b), COMPARING),
  ...orders(),
  plain('!_', 'bool -> bool', (a: boolean) => !a),
  plain('@in', 'A, list(A) -> bool', contains, { ...reading(1, 1), id: 'in_list' }),
  plain('@in', 'A, map(A, B) -> bool', contains),
  plain('_[_]', 'list(A), int -> A', builtIn, { id: 'index_list' }),
  plain('_[_]', 'map(A, B), A -> B', builtIn, { id: 'index_map' }),
  plain('_[_]', 'optional(list(A)), int -> optional(A)', builtIn),
  plain('_[_]', 'optional(map(A, B)), A -> optional(B)', builtIn),
  plain('_[?_]', 'list(A), int -> optional(A)', builtIn),
  plain('_[?_]', 'optional(list(A)), int -> optional(A)', builtIn),
  plain('_[?_]', 'map(A, B), A -> optional(B)', builtIn),
  plain('_[?_]', 'optional(map(A, B)), A -> optional(B)', builtIn),
  plain('_?._', 'dyn, string -> optional(A)', builtIn),
]

function builtIn(): Value {
  throw failure('no such overload')
}

function contains(item: Value, range: Value): boolean {
  if (range instanceof Mapping) return range.get(item) !== undefined
  if (!(range instanceof List)) throw failure('no such overload')
  for (const other of range) if (isEqual(item, other)) return true
  return false
}

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
        hasSize ? COMPARING : {},
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
