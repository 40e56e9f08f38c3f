import type { Json, JsonObject } from '#kube'

/** The map at a path of keys; an empty one where a step is missing or no map. */
export function mapAt(object: Json | undefined, ...path: readonly string[]): JsonObject {
  let value = object
  for (const step of path) value = asMap(value)[step]
  return asMap(value)
}

/** The list under a key; an empty one where there is none. */
export function listAt(map: JsonObject, key: string): readonly Json[] {
  const value = map[key]
  return Array.isArray(value) ? value : nothing
}

/** The maps of the list under a key; what is no map counts as an empty one. */
export function mapsAt(map: JsonObject, key: string): readonly JsonObject[] {
  const value = map[key]
  return Array.isArray(value) ? value.map((item) => (item === null ? {} : asMap(item))) : []
}

/** The texts of the list under a key. */
export function textsAt(map: JsonObject, key: string): readonly string[] {
  return listAt(map, key).map((item) => (typeof item === 'string' ? item : ''))
}

/** The text under a key; empty where there is none. */
export function textAt(map: JsonObject, key: string): string {
  const value = map[key]
  return typeof value === 'string' ? value : ''
}

/** A scalar as text; empty for maps, lists and what is missing. */
export function scalarText(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** The number under a key. */
export function numberAt(map: JsonObject, key: string): number | undefined {
  const value = map[key]
  return typeof value === 'number' ? value : undefined
}

/** Whether the value under a key is `true`. */
export function isTrue(map: JsonObject, key: string): boolean {
  return map[key] === true
}

/** Whether a key has a value at all; null counts as none. */
export function isSet(map: JsonObject, key: string): boolean {
  return map[key] !== undefined && map[key] !== null
}

/** Keys and texts of the map under a key. */
export function pairsAt(map: JsonObject, key: string): readonly (readonly [string, string])[] {
  return Object.entries(asMap(map[key])).map(([name, value]) => [name, typeof value === 'string' ? value : ''])
}

/** The value as a map; an empty one when it is none. */
export function asMap(value: Json | undefined): JsonObject {
  if (value === undefined || value === null) return empty
  // What is no map where one belongs is refused elsewhere: until then it may be written to without effect.
  return typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {}
}

/** The map under a key that is made when it is not there (mutates). */
export function makeMap(map: JsonObject, key: string): JsonObject {
  // in a map that is not there nothing is made
  if (map === empty) return {}
  if (!isSet(map, key)) map[key] = {}
  return asMap(map[key])
}

/** The map whose `type` is this one, in the list under a key: conditions. */
export function conditionOf(map: JsonObject, type: string): JsonObject | undefined {
  return mapsAt(map, 'conditions').find((condition) => condition['type'] === type)
}

const empty: JsonObject = Object.freeze({}) as JsonObject
const nothing: readonly Json[] = Object.freeze([])
