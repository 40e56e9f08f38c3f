import { define } from '../define.ts'
import { goEquals } from '../equal.ts'
import { containerType, type GoFunction, type GoList, type GoMap, Int, typedAs, type Value } from '../value.ts'
import { checkNesting, isNil } from './runtime.ts'

/** `deepCopy`, `mustDeepCopy`, `deepEqual`. */
export function deepFunctions(): GoFunction[] {
  return [
    ...['deepCopy', 'mustDeepCopy'].map((name) => define(name, ['any'], (value) => copyOrRefuse(value ?? null))),
    define('deepEqual', ['any', 'any'], (a, b) => goEquals(a ?? null, b ?? null)),
  ]
}

function copyOrRefuse(value: Value): Value {
  if (value === null) throw new Error('reflect: call of reflect.Value.Type on zero Value')
  return deepCopy(value)
}

/** A copy that shares no list and no map with `value`. Throws when the value contains itself. */
export function deepCopy(value: Value, depth = 0): Value {
  checkNesting(depth, 'deepCopy')
  if (Array.isArray(value)) {
    const copy = value.map((item) => deepCopy(item, depth + 1))
    return typedAs(containerType(value), copy)
  }
  if (value instanceof Map) {
    const copy: GoMap = new Map()
    for (const [key, item] of value) copy.set(key, deepCopy(item, depth + 1))
    return typedAs(containerType(value), copy)
  }
  return value instanceof Uint8Array ? value.slice() : value
}

/** A text that two values share exactly when they are deeply equal; undefined where only comparing can tell. */
export function deepKey(value: Value, depth = 0): string | undefined {
  checkNesting(depth, 'uniq')
  if (value === null || typeof value === 'boolean') return `${value}`
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : `f${value + 0}`
  if (value instanceof Int) return `${value.kind}${value.value}`
  if (Array.isArray(value)) {
    return joinKeys(
      value.map((item) => deepKey(item, depth + 1)),
      value,
    )
  }
  if (!(value instanceof Map)) return undefined
  const entries = [...value].sort(([a], [b]) => (a < b ? -1 : 1))
  return joinKeys(
    entries.map(([key, item]) => prefixed(JSON.stringify(key), deepKey(item, depth + 1))),
    value,
  )
}

function prefixed(prefix: string, key: string | undefined): string | undefined {
  return key === undefined ? undefined : `${prefix}:${key}`
}

function joinKeys(keys: readonly (string | undefined)[], container: GoList | GoMap): string | undefined {
  if (keys.includes(undefined)) return undefined
  return `${containerType(container)}${isNil(container) ? 'nil' : ''}{${keys.join(',')}}`
}
