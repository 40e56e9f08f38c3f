import type { CelError } from '../error.ts'
import { typeNameOf } from '../value/kind.ts'
import { printValue } from '../value/print.ts'
import { List, Mapping, Uint, type Value } from '../value/value.ts'
import { caught, failure, isFailure } from './failure.ts'
import type { Outcome } from './frame.ts'

/** `value[key]` or `value.key`. */
export function lookUp(value: Value, key: Value): Outcome {
  if (value instanceof Mapping) return caught(() => found(value.get(key), key))
  if (!(value instanceof List)) return failure(`no such key: ${printValue(key)}`)
  const at = indexOf(key)
  if (typeof at !== 'number') return at
  return at >= 0 && at < value.size ? caught(() => value.at(at)) : failure(`index out of bounds: ${printValue(key)}`)
}

function found(value: Value | undefined, key: Value): Value {
  if (value === undefined) throw failure(`no such key: ${printValue(key)}`)
  return value
}

/** Whether `value[key]` is there; only an index that is none fails. */
export function isPresent(value: Value, key: Value): boolean | CelError {
  if (value instanceof Mapping) {
    const found = caught(() => value.get(key) !== undefined)
    return typeof found === 'boolean' || isFailure(found) ? found : false
  }
  if (!(value instanceof List)) return false
  const at = indexOf(key)
  return typeof at === 'number' ? at >= 0 && at < value.size : at
}

function indexOf(key: Value): number | CelError {
  if (typeof key === 'bigint') return Number(key)
  if (key instanceof Uint) return Number(key.value)
  if (typeof key !== 'number') return failure(`unsupported index type '${typeNameOf(key)}' in list`)
  return Number.isInteger(key) ? key : failure(`unsupported index value ${printValue(key)} in list`)
}
