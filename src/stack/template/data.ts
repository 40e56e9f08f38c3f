import { type GoMap, Int, int, type Value } from '#template'
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

/** The way back; what YAML has no word for becomes nothing. */
export function yamlValue(value: Value): YamlValue {
  if (value instanceof Int) return Number(value.value)
  if (Array.isArray(value)) return value.map(yamlValue)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, yamlValue(item)]))
  return typeof value === 'object' ? null : value
}
