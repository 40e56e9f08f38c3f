import type { YamlMap, YamlValue } from '#yaml'

/** A map under a key; an empty one where there is none. */
export function mapAt(map: YamlMap, key: string): YamlMap {
  const value = map.get(key)
  return value instanceof Map ? value : new Map()
}

/** A list under a key; an empty one where there is none. */
export function listAt(map: YamlMap, key: string): readonly YamlValue[] {
  const value = map.get(key)
  return Array.isArray(value) ? value : []
}

/** The maps of a list under a key. */
export function mapsAt(map: YamlMap, key: string): readonly YamlMap[] {
  return listAt(map, key).filter((item) => item instanceof Map)
}

/** A scalar under a key as text; empty where there is none. */
export function textAt(map: YamlMap, key: string): string {
  const value = map.get(key)
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value)
}

/** A map's scalars as texts. */
export function pairsOf(map: YamlMap): readonly (readonly [string, string])[] {
  return [...map.keys()].map((key) => [key, textAt(map, key)])
}

/** The texts of a list under a key. */
export function textsAt(map: YamlMap, key: string): readonly string[] {
  return listAt(map, key).filter((item) => typeof item === 'string')
}
