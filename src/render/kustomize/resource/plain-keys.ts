import { markPlainKey } from '#yaml'
import type { JsonObject } from './json.ts'

/** The map, noting that a step wrote all its keys without quotes: the reference cannot print those that read as no texts. */
export function withPlainKeys(map: JsonObject): JsonObject {
  for (const key of Object.keys(map)) markPlainKey(map, key)
  return map
}
