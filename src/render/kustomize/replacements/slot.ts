import type { Json, JsonObject } from '../resource/json.ts'

/** A place in an object where a value stands and another can be put. */
export interface Slot {
  readonly get: () => Json
  readonly set: (value: Json) => void
  /** True where the value was only made to be set: it has no type of its own yet. */
  readonly isNew: boolean
}

/** The place of a field of a map. */
export function fieldSlot(map: JsonObject, key: string, isNew = false): Slot {
  return { get: () => map[key] ?? null, set: (value) => Object.assign(map, { [key]: value }), isNew }
}

/** The place of an item of a list. */
export function itemSlot(list: Json[], index: number, isNew = false): Slot {
  return {
    get: () => list[index] ?? null,
    set: (value) => {
      list[index] = value
    },
    isNew,
  }
}
