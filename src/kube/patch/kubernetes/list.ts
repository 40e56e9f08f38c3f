import { inside, PatchError } from '../error.ts'
import { goText } from '../go-text.ts'
import { fieldOf, isMap, type Json, type JsonObject } from '../json.ts'
import type { MergeSchema } from '../schema/schema.ts'
import { asMap, itemKind, mergeKeyValue, noMergeKey } from './items.ts'
import type { Merging } from './merging.ts'
import { mergeOrdered } from './order.ts'
import { scalarKey, withoutRepetition } from './scalar.ts'
import { DELETE, DIRECTIVE, MERGE, REPLACE } from './words.ts'

/**
 * A merged list with the items of a patch: those that the patch names in its order, the others in theirs. Mutates the
 * items. Throws `PatchError`.
 */
export function mergeItems(original: Json[], patch: Json[], schema: MergeSchema, merging: Merging): Json[] {
  if (original.length === 0 && patch.length === 0) return original
  const mergeKey = schema.mergeKeys?.[0] ?? ''
  const isOfMaps = itemKind(original, patch) === 'map'
  const sides = isOfMaps ? mergeMapItems(original, patch, schema, merging) : mergeScalars(original, patch)
  const { named, others } = partition(sides.merged, sides.changes, mergeKey)
  return mergeOrdered(named, others, { mergeKey, patchOrder: sides.changes, serverOrder: sides.old })
}

/** A list of scalars without some of them. Throws `bad-patch`. */
export function deleteFromList(list: readonly Json[], items: readonly Json[]): Json[] {
  if (list.length === 0 && items.length === 0) return []
  if (itemKind(list, items) === 'map') throw new PatchError('bad-patch', 'invalid patch format of primitive list')
  const gone = new Set(items.map(scalarKey))
  return list.filter((item) => !gone.has(scalarKey(item)))
}

/** The items of a list that another one names, and the rest. Throws `no-merge-key`. */
export function partition(
  list: readonly Json[],
  by: readonly Json[],
  mergeKey: string,
): { readonly named: Json[]; readonly others: Json[] } {
  const isScalar = mergeKey === ''
  const names = new Set(by.map((item) => scalarKey(isScalar ? item : fieldOf(asMap(item), mergeKey))))
  const named: Json[] = []
  const others: Json[] = []
  for (const item of list) {
    const isNamed = names.has(scalarKey(isScalar ? item : mergeKeyValue(item, mergeKey)))
    if (isNamed) named.push(item)
    else others.push(item)
  }
  return { named, others }
}

/** A list before and after its merge, and the items of the patch without directives. */
interface Sides {
  readonly old: readonly Json[]
  readonly changes: readonly Json[]
  readonly merged: readonly Json[]
}

function mergeScalars(original: readonly Json[], patch: readonly Json[]): Sides {
  return { old: original, changes: patch, merged: withoutRepetition([...original, ...patch]) }
}

function mergeMapItems(
  original: readonly Json[],
  patch: readonly Json[],
  schema: MergeSchema,
  merging: Merging,
): Sides {
  const mergeKey = schema.mergeKeys?.[0]
  if (mergeKey === undefined) throw new PatchError('no-merge-key', 'cannot merge lists without merge key for map')
  const { old, changes } = followDirectives(original, patch, mergeKey)
  const merged = [...old]
  const places = new Map<string | undefined, number>()
  for (const [at, item] of old.entries()) {
    const key = scalarKey(fieldOf(asMap(item), mergeKey))
    if (!places.has(key)) places.set(key, at)
  }
  for (const [at, change] of changes.entries()) {
    const key = scalarKey(mergeKeyValue(change, mergeKey))
    const place = places.get(key)
    if (place === undefined) places.set(key, merged.push(change) - 1)
    else merged[place] = mergeItem(merged[place], change, { schema, at }, merging)
  }
  return { old, changes, merged }
}

function mergeItem(
  old: Json | undefined,
  change: Json,
  { schema, at }: { readonly schema: MergeSchema; readonly at: number },
  merging: Merging,
): Json {
  try {
    return merging.mergeMaps(asMap(old), asMap(change), schema.items, merging)
  } catch (error) {
    throw inside(at, error)
  }
}

/** What items with `$patch` in them ask for: they take items out, or put the list of the patch in place of the old one. */
function followDirectives(
  original: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
): { readonly old: readonly Json[]; readonly changes: readonly Json[] } {
  const changes: Json[] = []
  const deleted = new Set<string | undefined>()
  let isReplaced = false
  for (const item of patch.map(asMap)) {
    const directive = fieldOf(item, DIRECTIVE)
    if (directive === undefined) changes.push(item)
    else if (directive === DELETE) deleted.add(scalarKey(deletedValue(item, mergeKey)))
    else if (directive === REPLACE) isReplaced = true
    else throw badDirective(directive, item)
  }
  if (isReplaced) return { old: changes, changes: [] }
  const isKept = (item: Json): boolean => !isMap(item) || !deleted.has(scalarKey(fieldOf(item, mergeKey)))
  return { old: deleted.size === 0 ? original : original.filter(isKept), changes }
}

function deletedValue(item: JsonObject, mergeKey: string): Json {
  const value = fieldOf(item, mergeKey)
  if (value === undefined) throw noMergeKey(item, mergeKey)
  return value
}

function badDirective(directive: Json, item: JsonObject): PatchError {
  if (directive === MERGE) return new PatchError('bad-directive', 'merging lists cannot yet be specified in the patch')
  const text = `unknown patch type: ${goText(directive)} in map: ${goText(item)}`
  return new PatchError('bad-directive', text, { hint: '$patch in a list may be replace or delete' })
}
