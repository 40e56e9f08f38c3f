import type { JsonObject } from './literal.ts'

/** Keys by their map; kept beside the maps so that a map holds nothing but its document's keys. */
const quotedKeys = new WeakMap<JsonObject, Set<string>>()

/** Notes that the text of a field stands in quotes or as a block in its document. */
export function markQuoted(map: JsonObject, key: string): void {
  const keys = quotedKeys.get(map)
  if (keys === undefined) quotedKeys.set(map, new Set([key]))
  else keys.add(key)
}

/** Whether the text of a field was read in quotes or as a block; a field that was set since counts as it was read. */
export function isQuoted(map: JsonObject, key: string): boolean {
  return quotedKeys.get(map)?.has(key) ?? false
}

/** Notes for a copy what is known of the original. */
export function copyQuoted(from: JsonObject, to: JsonObject): void {
  const keys = quotedKeys.get(from)
  if (keys !== undefined) quotedKeys.set(to, new Set(keys))
}
