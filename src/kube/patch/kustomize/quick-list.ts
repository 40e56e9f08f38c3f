import { inside } from '../error.ts'
import { isMap, type Json, type JsonObject } from '../json.ts'
import type { MergeSchema } from '../schema/schema.ts'
import { keyText } from './element.ts'
import type { Walk } from './walk.ts'

/** Two lists on their way: the one that goes on, and the patch. They may be one and the same. */
export interface Lists {
  readonly target: Json[]
  readonly patch: Json[] | undefined
}

/**
 * The usual case of merging lists without comparing each item with each: one key, and every item has its own. Items of
 * the patch come first, in its order. Undefined where the lists are not like that.
 */
export function quickMergeList({ target, patch }: Lists, schema: MergeSchema, walk: Walk): Json[] | undefined {
  const [key, ...more] = schema.mergeKeys ?? []
  if (key === undefined || more.length > 0) return undefined
  const old = itemsByKey(target, key)
  const changes = itemsByKey(patch ?? [], key)
  return old && changes && mergeItems({ old, changes }, schema.items, walk)
}

interface Items {
  readonly old: ReadonlyMap<string, JsonObject>
  readonly changes: ReadonlyMap<string, JsonObject>
}

/** An item that the patch replaces stays as it was, as in the reference. */
function mergeItems({ old, changes }: Items, schema: MergeSchema | undefined, walk: Walk): Json[] {
  const merged: Json[] = []
  for (const name of new Set([...changes.keys(), ...old.keys()])) {
    const target = old.get(name)
    try {
      const item = walk.merge(target, changes.get(name), schema, walk)
      if (isMap(item) && Object.keys(item).length > 0) merged.push(target ?? item)
    } catch (error) {
      throw inside([...changes.keys()].indexOf(name), error)
    }
  }
  return merged
}

function itemsByKey(list: readonly Json[], key: string): Map<string, JsonObject> | undefined {
  const items = new Map<string, JsonObject>()
  for (const item of list) {
    const text = isMap(item) ? keyText(item, key) : ''
    if (!isMap(item) || text === '' || items.has(text)) return undefined
    items.set(text, item)
  }
  return items
}
