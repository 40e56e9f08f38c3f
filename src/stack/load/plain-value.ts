import type { YamlValue } from '#yaml'

/** Maps as objects, for JSON. */
export function plainValue(value: YamlValue): unknown {
  if (Array.isArray(value)) return value.map(plainValue)
  if (!(value instanceof Map)) return value
  return Object.fromEntries([...value].map(([key, item]) => [key, plainValue(item)]))
}
