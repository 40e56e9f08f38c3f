import { PatchError } from '../error.ts'
import { goText, goType } from '../go-text.ts'
import { fieldOf, isMap, type Json, type JsonObject } from '../json.ts'

/** Whether all items of the lists are maps, or all scalars of one type; throws `bad-patch` where they are mixed. */
export function itemKind(...lists: readonly (readonly Json[])[]): 'map' | 'scalar' {
  const items = lists.flat()
  const [first] = items
  if (first === undefined) throw new PatchError('bad-patch', 'no elements in any of the given slices')
  if (Array.isArray(first)) throw new PatchError('bad-patch', 'lists of lists are not supported')
  const type = typeName(first)
  if (items.every((item) => typeName(item) === type)) return isMap(first) ? 'map' : 'scalar'
  throw new PatchError('bad-patch', `list element types are not identical: ${goText(lists as Json[][])}`)
}

// Whole numbers and fractions are told apart in Go, but JSON written by others does not keep them apart.
function typeName(value: Json): string {
  const type = goType(value)
  return type === 'int64' ? 'float64' : type
}

/** The map at a place of a list of maps; throws `wrong-kind`. */
export function asMap(value: Json | undefined): JsonObject {
  if (isMap(value)) return value
  throw new PatchError('wrong-kind', `expected a map[string]interface {}, but received a ${goType(value)}`)
}

/** A list; throws `wrong-kind`. */
export function asList(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value
  throw new PatchError('wrong-kind', `expected a []interface {}, but received a ${goType(value)}`)
}

/** The value of the field that names an item; throws `no-merge-key`. */
export function mergeKeyValue(item: Json, mergeKey: string): Json {
  const map = asMap(item)
  const value = fieldOf(map, mergeKey)
  if (value !== undefined) return value
  throw noMergeKey(map, mergeKey)
}

/** The failure where an item of a merged list does not say which one it is. */
export function noMergeKey(map: JsonObject, mergeKey: string): PatchError {
  const text = `map: ${goText(map)} does not contain declared merge key: ${mergeKey}`
  return new PatchError('no-merge-key', text, { hint: `add ${mergeKey} to the item` })
}
