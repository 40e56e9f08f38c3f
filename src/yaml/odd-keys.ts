import type { Json, JsonObject } from './literal.ts'
import { resolveCore } from './resolve-core.ts'

/** What keys that are no texts mean, by their maps; kept beside the maps as `quoted.ts` does. */
const oddKeys = new WeakMap<JsonObject, Map<string, Json>>()
/** Few processes ever see such a key: until then no map is looked up. */
let isAnyMarked = false

/** Notes that a key is no text but this value. */
export function markOddKey(map: JsonObject, key: string, value: Json): void {
  isAnyMarked = true
  const keys = oddKeys.get(map)
  if (keys === undefined) oddKeys.set(map, new Map([[key, value]]))
  else keys.set(key, value)
}

/** Notes that a step wrote a key without quotes, so that it may read as a number, a truth value or null. */
export function markPlainKey(map: JsonObject, key: string): void {
  const value = resolveCore(key)
  if (typeof value !== 'string') markOddKey(map, key, value)
  else if (isAnyMarked) oddKeys.get(map)?.delete(key)
}

/** Notes for a copied field what is known of the original's key. */
export function copyOddKey(from: JsonObject, to: JsonObject, key: string): void {
  if (!isAnyMarked) return
  const value = oddKeys.get(from)?.get(key)
  if (value !== undefined) markOddKey(to, key, value)
  else oddKeys.get(to)?.delete(key)
}

/** Notes for a copied map what is known of the original's keys. */
export function copyOddKeys(from: JsonObject, to: JsonObject): void {
  const keys = isAnyMarked ? oddKeys.get(from) : undefined
  if (keys !== undefined) oddKeys.set(to, new Map(keys))
}

/** What the keys of a map that are no texts mean; undefined where all are texts. Keys that were taken out do not count. */
export function oddKeysOf(map: JsonObject): ReadonlyMap<string, Json> | undefined {
  const keys = isAnyMarked ? oddKeys.get(map) : undefined
  if (keys === undefined) return undefined
  const present = [...keys].filter(([key]) => Object.hasOwn(map, key))
  return present.length === 0 ? undefined : new Map(present)
}

/** Whether a map inside a value, but not the value itself, has a key that is no text. */
export function hasOddKeys(value: Json): boolean {
  return isAnyMarked && childrenOf(value).some(isOdd)
}

function isOdd(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (!Array.isArray(value) && oddKeysOf(value as JsonObject) !== undefined) return true
  return childrenOf(value).some(isOdd)
}

function childrenOf(value: Json): Json[] {
  if (typeof value !== 'object' || value === null) return []
  return Array.isArray(value) ? value : (Object.values(value) as Json[])
}
