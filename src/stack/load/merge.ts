import type { YamlMap, YamlValue } from '#yaml'

/** How lists of two layers become one. */
export type Lists = 'replaced' | 'appended'

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
