import { failure } from '../run/failure.ts'
import { ArrayList } from '../value/collection.ts'
import { Duration, List, Mapping, Optional, Timestamp, Uint, type Value } from '../value/value.ts'
import { method, type Overload, plain } from './overload.ts'

const NONE = new Optional(undefined)

/** Optional values (cel-go's OptionalTypes). */
export const optional: readonly Overload[] = [
  plain('optional.of', 'A -> optional(A)', (value: Value) => new Optional(value)),
  plain('optional.ofNonZeroValue', 'A -> optional(A)', (value: Value) => (isZero(value) ? NONE : new Optional(value))),
  plain('optional.none', '-> optional(A)', () => NONE),
  method('hasValue', 'optional(A) -> bool', (from: Optional) => from.value !== undefined),
  method('value', 'optional(A) -> A', valueOf),
  plain('optional.unwrap', 'list(optional(A)) -> list(A)', unwrap),
  method('unwrapOpt', 'list(optional(A)) -> list(A)', unwrap),
  method('or', 'optional(A), optional(A) -> optional(A)', (from: Optional, other: Optional) =>
    from.value === undefined ? other : from,
  ),
  method('orValue', 'optional(A), A -> A', (from: Optional, other: Value) =>
    from.value === undefined ? other : from.value,
  ),
]

function valueOf({ value }: Optional): Value {
  if (value === undefined) throw failure('optional.none() dereference')
  return value
}

function isZero(value: Value): boolean {
  if (value instanceof List || value instanceof Mapping) return value.size === 0
  if (value instanceof Uint) return value.value === 0n
  if (value instanceof Duration) return value.nanoseconds === 0n
  if (value instanceof Timestamp) return false
  if (value instanceof Uint8Array) return value.length === 0
  return value === null || value === false || value === '' || value === 0 || value === 0n
}

function unwrap(list: List): List {
  const items: Value[] = []
  for (const item of list) if (item instanceof Optional && item.value !== undefined) items.push(item.value)
  return new ArrayList(items)
}
