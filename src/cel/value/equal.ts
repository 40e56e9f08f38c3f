import { Duration, List, Mapping, Opaque, Optional, Timestamp, TypeValue, Uint, type Value } from './value.ts'

/** Whether two values are the same. Numbers compare by value across their types; other types never equal one another. */
export function isEqual(a: Value, b: Value): boolean {
  if (a === b) return true
  if (isNumber(a)) return isNumber(b) && compareNumbers(a, b) === 0
  if (a instanceof List) return b instanceof List && isSameList(a, b)
  if (a instanceof Mapping) return b instanceof Mapping && isSameMap(a, b)
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0
  if (a instanceof Duration) return b instanceof Duration && a.nanoseconds === b.nanoseconds
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanoseconds === b.nanoseconds
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name
  if (a instanceof Optional) return b instanceof Optional && isSameOptional(a, b)
  return a instanceof Opaque && a.equals(b)
}

/** Whether a value is an int, a uint or a double. */
export function isNumber(value: Value): value is bigint | number | Uint {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof Uint
}

/** Order of two numbers of any type; NaN when one of them is no number. */
export function compareNumbers(a: bigint | number | Uint, b: bigint | number | Uint): number {
  const left = a instanceof Uint ? a.value : a
  const right = b instanceof Uint ? b.value : b
  if (left < right) return -1
  if (left > right) return 1
  return Number.isNaN(left as number) || Number.isNaN(right as number) ? Number.NaN : 0
}

function isSameList(a: List, b: List): boolean {
  const told = a.equals(b) ?? b.equals(a)
  if (told !== undefined) return told
  if (a.size !== b.size) return false
  for (let index = 0; index < a.size; index++) if (!isEqual(a.at(index), b.at(index))) return false
  return true
}

function isSameMap(a: Mapping, b: Mapping): boolean {
  const told = a.equals(b)
  if (told !== undefined) return told
  if (a.size !== b.size || a.typeName !== b.typeName) return false
  for (const key of a.keys()) {
    const other = b.get(key)
    if (other === undefined || !isEqual(a.get(key) ?? null, other)) return false
  }
  return true
}

function isSameOptional(a: Optional, b: Optional): boolean {
  if (a.value === undefined || b.value === undefined) return a.value === b.value
  return isEqual(a.value, b.value)
}
