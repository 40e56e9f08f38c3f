import type { YamlMap, YamlValue } from '#yaml'

/** How lists of two layers become one: the later one, both after one another, or item by item. */
export type Lists = 'replaced' | 'appended' | 'by-item'

/** Two maps as one, the second winning; maps inside are merged. Neither is changed. */
export function mergeMaps(base: YamlMap, over: YamlMap, lists: Lists = 'replaced'): YamlMap {
  const merged: YamlMap = new Map(base)
  for (const [key, value] of over) merged.set(key, mergeValues(merged.get(key), value, lists))
  return merged
}

function mergeValues(base: YamlValue | undefined, over: YamlValue, lists: Lists): YamlValue {
  if (base instanceof Map && over instanceof Map) return mergeMaps(base, over, lists)
  if (lists === 'appended' && Array.isArray(base) && Array.isArray(over)) return [...base, ...over]
  return over
}

/** The same for parts of a file and files below it: what a layer leaves empty does not win. */
export function mergeSpecs(base: YamlMap, over: YamlMap, lists: Lists): YamlMap {
  const given = [...over].filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
  return mergeMaps(base, new Map(given), lists)
}

/**
 * The same for layers of a stack's values: null does not win over a value, and a list with nulls is merged item by item, as
 * `--stack-set list[1]=x` makes one. Source: helmfile pkg/maputil MergeMaps.
 */
export function layerMaps(base: YamlMap, over: YamlMap, lists: Lists = 'replaced'): YamlMap {
  const merged: YamlMap = new Map(base)
  for (const [key, value] of over) merged.set(key, layerValues(merged.get(key), value, lists))
  return merged
}

function layerValues(base: YamlValue | undefined, over: YamlValue, lists: Lists): YamlValue {
  if (over === null) return base ?? null
  if (base instanceof Map && over instanceof Map) return layerMaps(base, over, lists)
  const isByItem = Array.isArray(over) && (lists === 'by-item' || over.includes(null))
  return isByItem && Array.isArray(base) ? layerItems(base, over, lists) : over
}

function layerItems(base: readonly YamlValue[], over: readonly YamlValue[], lists: Lists): YamlValue[] {
  const length = Math.max(base.length, over.length)
  return Array.from({ length }, (_, at): YamlValue => {
    const [old, next] = [base[at], over[at]]
    if (next === undefined || next === null) return old ?? null
    return old instanceof Map && next instanceof Map ? layerMaps(old, next, lists) : next
  })
}
