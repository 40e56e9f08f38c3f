import { define } from '../define.ts'
import { Complex, type GoFunction, GoObject, Int, type Value } from '../value.ts'

const VARIADIC = { variadic: true } as const

/** `default`, `empty`, `coalesce`, `all`, `any`, `ternary`, `fail`, `hello`. */
export function defaultFunctions(): GoFunction[] {
  return [
    define(
      'default',
      ['any', 'any'],
      (fallback, ...given) => (isEmpty(given[0] ?? null) ? fallback : given[0]) ?? null,
      VARIADIC,
    ),
    define('empty', ['any'], (value) => isEmpty(value ?? null)),
    define('coalesce', ['any'], (...values) => values.find((value) => !isEmpty(value)) ?? null, VARIADIC),
    define('all', ['any'], (...values) => values.every((value) => !isEmpty(value)), VARIADIC),
    define('any', ['any'], (...values) => values.some((value) => !isEmpty(value)), VARIADIC),
    define('ternary', ['any', 'any', 'bool'], (yes, no, condition) => (condition === true ? yes : no) ?? null),
    define('fail', ['string'], (message) => {
      throw new Error(message as string)
    }),
    define('hello', [], () => 'Hello!'),
  ]
}

/** Whether a value is the zero value of its type: nil, 0, false, no characters, no items. A struct never is. */
export function isEmpty(value: Value): boolean {
  switch (typeof value) {
    case 'string':
      return value === ''
    case 'number':
      return value === 0
    case 'boolean':
      return !value
    default:
      return value === null || isEmptyObject(value)
  }
}

function isEmptyObject(value: Exclude<Value, null | boolean | string | number>): boolean {
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0
  if (value instanceof Map) return value.size === 0
  if (value instanceof Int) return value.value === 0n
  if (value instanceof Complex) return value.real === 0 && value.imaginary === 0
  if (!(value instanceof GoObject)) return false
  const under = value.underlying()
  return under !== undefined && isEmpty(under)
}
