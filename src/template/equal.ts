import { goTypeName } from './types.ts'
import { Complex, type GoList, type GoMap, GoObject, Int, type Value } from './value.ts'

/** `reflect.DeepEqual`: same types all the way down, functions equal only when nil, NaN equal to nothing. */
export function goEquals(left: Value, right: Value): boolean {
  if (left === right) return !Number.isNaN(left as number)
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (left instanceof Int || left instanceof Complex) return equalNumbers(left, right)
  if (goTypeName(left) !== goTypeName(right)) return false
  if (left instanceof Map) return right instanceof Map && equalMaps(left, right)
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right)
  if (left instanceof Uint8Array) return right instanceof Uint8Array && equalBytes(left, right)
  return left instanceof GoObject && right instanceof GoObject && equalObjects(left, right)
}

function equalNumbers(left: Int | Complex, right: Value): boolean {
  if (left instanceof Int) return right instanceof Int && left.kind === right.kind && left.value === right.value
  return right instanceof Complex && left.real === right.real && left.imaginary === right.imaginary
}

function equalMaps(left: GoMap, right: GoMap): boolean {
  if (left.size !== right.size) return false
  for (const [key, value] of left) {
    const other = right.get(key)
    if (other === undefined || !goEquals(value, other)) return false
  }
  return true
}

function equalLists(left: GoList, right: GoList): boolean {
  return left.length === right.length && left.every((value, index) => goEquals(value, right[index] as Value))
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

function equalObjects(left: GoObject, right: GoObject): boolean {
  const inside = left.underlying()
  const other = right.underlying()
  if (inside !== undefined && other !== undefined) return goEquals(inside, other)
  return left.goString() === right.goString() && equalMaps(new Map(left.fields()), new Map(right.fields()))
}
