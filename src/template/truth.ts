import { Complex, GoObject, Int, type Value } from './value.ts'

/** Go's truth of a value: not the zero of its type, not empty. */
export function isTrue(value: Value | undefined): boolean {
  switch (typeof value) {
    case 'string':
      return value !== ''
    case 'boolean':
      return value
    case 'number':
      return value !== 0
    default:
      break
  }
  if (value === null || value === undefined) return false
  if (value instanceof Map) return value.size > 0
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0
  if (value instanceof Int) return value.value !== 0n
  if (value instanceof Complex) return value.real !== 0 || value.imaginary !== 0
  if (!(value instanceof GoObject)) return true
  const inside = value.underlying()
  return inside === undefined || isTrue(inside)
}
