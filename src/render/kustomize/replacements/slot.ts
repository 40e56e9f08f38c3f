import type { Json, JsonObject } from '../resource/json.ts'

/** A place in an object where a value stands and another can be put. */
export interface Slot {
  readonly get: () => Json
  readonly set: (value: Json) => void
  /** True where a replacement made the field: it has no type, so that every new text decides again what it is. */
  readonly isUntyped: boolean
}

/** Keys and indexes of what replacements have made, by the map or list that holds it. */
const madeIn = new WeakMap<JsonObject | Json[], Set<string | number>>()

/** Notes that a replacement made what stands at a key or index. */
export function markMade(container: JsonObject | Json[], key: string | number): void {
  const keys = madeIn.get(container)
  if (keys === undefined) madeIn.set(container, new Set([key]))
  else keys.add(key)
}

/** The place of a field of a map. */
export function fieldSlot(map: JsonObject, key: string): Slot {
  return {
    get: () => map[key] ?? null,
    set: (value) => Object.assign(map, { [key]: value }),
    isUntyped: madeIn.get(map)?.has(key) ?? false,
  }
}

/** The place of an item of a list. */
export function itemSlot(list: Json[], index: number): Slot {
  return {
    get: () => list[index] ?? null,
    set: (value) => {
      list[index] = value
    },
    isUntyped: madeIn.get(list)?.has(index) ?? false,
  }
}
