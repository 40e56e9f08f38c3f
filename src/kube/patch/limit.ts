import { PatchError } from './error.ts'
import { isMap, type Json } from './json.ts'

/** Levels of maps and lists that a patch or its target may have. */
const MAX_DEPTH = 1010
/** Items of a list that is merged by comparing each with each, as lists with missing or repeated keys are. */
const MAX_COMPARED_ITEMS = 2000
/** Values that the `copy` operations of one JSON patch may add. */
export const MAX_COPIED_VALUES = 1_000_000

/** Throws `limit` where values lie too deep. */
export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH)
    throw new PatchError('limit', `values nested deeper than ${MAX_DEPTH} levels cannot be patched`)
}

/** Throws `limit` where a value has others too deep in it. */
export function checkNesting(value: Json, depth = 0): void {
  checkDepth(depth)
  if (Array.isArray(value)) for (const item of value) checkNesting(item, depth + 1)
  else if (isMap(value)) for (const key of Object.keys(value)) checkNesting(value[key] as Json, depth + 1)
}

/** Throws `limit` where a list is too long to compare each item with each. */
export function checkComparedItems(count: number): void {
  if (count <= MAX_COMPARED_ITEMS) return
  const text = `a list of ${count} items with missing or repeated merge keys cannot be merged`
  throw new PatchError('limit', `${text}: expected at most ${MAX_COMPARED_ITEMS}`)
}
