import type { GoMap, Value } from '#template'

/** A deep copy of maps and slices; everything else is immutable and shared. */
function copyValue(value: Value): Value {
  if (value instanceof Map) return copyMap(value)
  if (Array.isArray(value)) return value.map(copyValue)
  return value
}

/** A deep copy of a map. */
export function copyMap(map: ReadonlyMap<string, Value>): GoMap {
  const copy: GoMap = new Map()
  for (const [key, value] of map) {
    copy.set(key, typeof value === 'object' && value !== null ? copyValue(value) : value)
  }
  return copy
}

/** Whether a value is a YAML table. */
export function isTable(value: Value | undefined): value is GoMap {
  return value instanceof Map
}
