import { isEqual } from '../value/equal.ts'
import { typeNameOf } from '../value/kind.ts'
import { List, Mapping, Optional, Uint, type Value } from '../value/value.ts'
import { failure } from './failure.ts'

/** `value.field`; with `isOptional`, or on an optional, the answer is an optional. */
export function selectField(value: Value, field: string, isOptional: boolean): Value {
  if (value instanceof Optional) return value.value === undefined ? value : selectField(value.value, field, true)
  if (!(value instanceof Mapping)) throw failure(isOptional ? 'no such overload' : `no such key: ${field}`)
  const found = value.get(field)
  if (isOptional) return new Optional(found)
  if (found === undefined) throw failure(`no such key: ${field}`)
  return found
}

/** `value[index]` of lists and maps. */
export function selectIndex(value: Value, index: Value): Value {
  const found = lookUp(value, index)
  if (found !== undefined) return found
  if (value instanceof List) throw failure(`index out of bounds: ${indexOf(index)}`)
  throw failure(`no such key: ${printKey(index)}`)
}

/** `value[?index]`: what is not there is an empty optional. */
export function selectOptional(value: Value, index: Value): Value {
  if (value instanceof Optional) return value.value === undefined ? value : selectOptional(value.value, index)
  return new Optional(lookUp(value, index))
}

/** `item in range`. */
export function contains(item: Value, range: Value): boolean {
  if (range instanceof Mapping) return range.get(item) !== undefined
  if (!(range instanceof List)) throw failure('no such overload')
  for (const other of range) if (isEqual(item, other)) return true
  return false
}

function lookUp(value: Value, index: Value): Value | undefined {
  if (value instanceof Mapping) return value.get(index)
  if (!(value instanceof List)) throw failure('no such overload')
  const at = indexOf(index)
  return at >= 0 && at < value.size ? value.at(at) : undefined
}

function indexOf(index: Value): number {
  if (typeof index === 'bigint') return Number(index)
  if (index instanceof Uint) return Number(index.value)
  if (typeof index === 'number' && Number.isInteger(index)) return index
  throw failure(typeof index === 'number' ? `unsupported index value: ${index}` : 'no such overload')
}

function printKey(key: Value): string {
  const printed = key instanceof Uint ? key.value : key
  return typeof printed === 'object' ? typeNameOf(key) : String(printed)
}
