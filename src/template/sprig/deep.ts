import { define } from '../define.ts'
import {
  Complex,
  containerType,
  type GoFunction,
  type GoList,
  type GoMap,
  GoObject,
  Int,
  typedAs,
  type Value,
} from '../value.ts'
import { checkNesting, isNil } from './runtime.ts'

/** `deepCopy`, `mustDeepCopy`, `deepEqual`. */
export function deepFunctions(): GoFunction[] {
  return [
    ...['deepCopy', 'mustDeepCopy'].map((name) => define(name, ['any'], (value) => copyOrRefuse(value ?? null))),
    define('deepEqual', ['any', 'any'], (a, b) => deepEqual(a ?? null, b ?? null)),
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

/** Go's `reflect.DeepEqual`: types must agree, so the int 1 is not the int64 1, and a nil list is not an empty one. */
export function deepEqual(a: Value, b: Value, depth = 0): boolean {
  if (a === b) return typeof a !== 'object' || a === null || !('params' in a)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Int) return b instanceof Int && a.kind === b.kind && a.value === b.value
  checkNesting(depth, 'deepEqual')
  return equalContainers(a, b, depth)
}

function equalContainers(a: Value, b: Value, depth: number): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b, depth)
  if (a instanceof Map) return b instanceof Map && equalMaps(a, b, depth)
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0
  if (a instanceof Complex) return b instanceof Complex && a.real === b.real && a.imaginary === b.imaginary
  return a instanceof GoObject && b instanceof GoObject && equalObjects(a, b, depth)
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

function equalLists(a: GoList, b: GoList, depth: number): boolean {
  if (a.length !== b.length || isNil(a) !== isNil(b) || containerType(a) !== containerType(b)) return false
  return a.every((item, index) => deepEqual(item, b[index] as Value, depth + 1))
}

function equalMaps(a: GoMap, b: GoMap, depth: number): boolean {
  if (a.size !== b.size || isNil(a) !== isNil(b) || containerType(a) !== containerType(b)) return false
  for (const [key, item] of a) {
    const other = b.get(key)
    if (other === undefined || !deepEqual(item, other, depth + 1)) return false
  }
  return true
}

function equalObjects(a: GoObject, b: GoObject, depth: number): boolean {
  if (a.goType !== b.goType) return false
  const left = [...a.fields()]
  const right = b.fields()
  const under = a.underlying()
  if (left.length === 0 && under === undefined) return a.goString() !== undefined && a.goString() === b.goString()
  const sameFields =
    left.length === right.size && left.every(([name, item]) => deepEqual(item, right.get(name) ?? null, depth + 1))
  return sameFields && (under === undefined || deepEqual(under, b.underlying() ?? null, depth + 1))
}
