import { checkNesting, isNil } from './sprig/runtime.ts'
import { Complex, containerType, type GoList, type GoMap, GoObject, Int, type Value } from './value.ts'

/** Go's `reflect.DeepEqual`: types must agree, so the int 1 is not the int64 1, and a nil list is not an empty one. */
export function goEquals(a: Value, b: Value, depth = 0): boolean {
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

function equalLists(a: GoList, b: GoList, depth: number): boolean {
  if (a.length !== b.length || isNil(a) !== isNil(b) || containerType(a) !== containerType(b)) return false
  return a.every((item, index) => goEquals(item, b[index] as Value, depth + 1))
}

function equalMaps(a: GoMap, b: GoMap, depth: number): boolean {
  if (a.size !== b.size || isNil(a) !== isNil(b) || containerType(a) !== containerType(b)) return false
  for (const [key, item] of a) {
    const other = b.get(key)
    if (other === undefined || !goEquals(item, other, depth + 1)) return false
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
    left.length === right.size && left.every(([name, item]) => goEquals(item, right.get(name) ?? null, depth + 1))
  return sameFields && (under === undefined || goEquals(under, b.underlying() ?? null, depth + 1))
}
