import { type GoMap, int, type Value } from '#template'
import type { YamlMap, YamlValue } from '#yaml'

/** Values as a template of Go sees them after its YAML reader: whole numbers are integers. */
export function goValue(value: YamlValue): Value {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? int(BigInt(value)) : value
  if (Array.isArray(value)) return value.map(goValue)
  return value instanceof Map ? goMap(value) : value
}

/** The same of a map. */
export function goMap(map: YamlMap): GoMap {
  return new Map([...map].map(([key, value]) => [key, goValue(value)]))
}
