import type { Json, JsonObject } from '../resource/json.ts'

/**
 * Makes one entry of several maps: whoever sets it in one map later, a patch or a var, sets it in all. The reference
 * adds one and the same node wherever a label or annotation is new, and changes nodes in place. Mutates the maps; a copy
 * of a map, and an entry that is deleted and added again, has a value of its own.
 */
export function shareEntry(maps: readonly JsonObject[], key: string): void {
  let value = maps[0]?.[key] ?? null
  for (const map of maps) {
    Object.defineProperty(map, key, {
      get: (): Json => value,
      set: (changed: Json) => {
        value = changed
      },
      enumerable: true,
      configurable: true,
    })
  }
}

/** Gives every entry of a map a value of its own again, as writing the whole map anew does. Mutates the map. */
export function unshareEntries(map: JsonObject): void {
  for (const key of Object.keys(map)) {
    const value = map[key] as Json
    Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true })
  }
}
