import { PatchError } from '../error.ts'
import { goText } from '../go-text.ts'
import { fieldOf, isMap, type Json, type JsonObject, sameJson, setField } from '../json.ts'
import { fieldSchema, type MergeSchema } from '../schema/schema.ts'
import { asList, asMap, itemKind, mergeKeyValue, noMergeKey } from './items.ts'
import { mergeItems, partition } from './list.ts'
import type { Merging } from './merging.ts'
import { mergeOrdered } from './order.ts'
import { sameScalar } from './scalar.ts'
import { listNameIn, withoutDirectives } from './strip.ts'
import { DELETE, DIRECTIVE, ELEMENT_ORDER } from './words.ts'

/**
 * Merges the lists that a patch gives an order with `$setElementOrder/NAME`, and takes both out of the patch (mutates the
 * arguments). Between two patches the directive moves to the first. Throws `PatchError`.
 */
export function applyElementOrder(
  original: JsonObject,
  patch: JsonObject,
  schema: MergeSchema | undefined,
  merging: Merging,
): void {
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(ELEMENT_ORDER)) continue
    const order = patch[key] as Json
    if (!merging.isFinal) passOn(original, key, order)
    delete patch[key]
    const name = listNameIn(key, ELEMENT_ORDER)
    orderList({ original, patch, name, order: asList(order) }, fieldSchema(schema, name), merging)
  }
}

function passOn(original: JsonObject, key: string, order: Json): void {
  const own = fieldOf(original, key)
  if (own === undefined) setField(original, key, order)
  else if (!sameJson(own, order)) throw malformed()
}

interface Ordering {
  readonly original: JsonObject
  readonly patch: JsonObject
  readonly name: string
  readonly order: readonly Json[]
}

function orderList(
  { original, patch, name, order }: Ordering,
  schema: MergeSchema | undefined,
  merging: Merging,
): void {
  const old = listIn(original, name)
  const changes = listIn(patch, name)
  const mergeKey = schema?.mergeKeys?.[0] ?? ''
  checkOrder(changes ?? [], order, mergeKey)
  if (old === undefined && changes === undefined) return
  checkItems([...(old ?? []), ...(changes ?? [])], mergeKey)
  const merged = mergedItems(old, changes, schema, merging)
  const { named, others } = partition(merged, order, mergeKey)
  setField(original, name, mergeOrdered(named, others, { mergeKey, patchOrder: order, serverOrder: old ?? [] }))
  delete patch[name]
}

/** Only items that have a name can be put in order. */
function checkItems(items: readonly Json[], mergeKey: string): void {
  if (itemKind(items) === 'map' && mergeKey === '') throw noMergeKey(asMap(items[0]), mergeKey)
}

function listIn(map: JsonObject, name: string): Json[] | undefined {
  const value = fieldOf(map, name)
  return value === undefined ? undefined : asList(value)
}

function mergedItems(
  old: Json[] | undefined,
  changes: Json[] | undefined,
  schema: MergeSchema | undefined,
  merging: Merging,
): Json[] {
  if (changes === undefined) return old ?? []
  if (old === undefined) return asList(withoutDirectives(changes))
  return schema?.mergeKeys ? mergeItems(old, changes, schema, merging) : changes
}

/** Every item of the patch must be in the order, and in that order. Throws `bad-patch`. */
function checkOrder(changes: readonly Json[], order: readonly Json[], mergeKey: string): void {
  if (changes.length === 0 || order.length === 0) return
  const named = mergeKey === '' ? changes : changes.filter((item) => fieldOf(asMap(item), DIRECTIVE) !== DELETE)
  let at = 0
  for (let place = 0; at < named.length && place < order.length; ) {
    const item = named[at] as Json
    if (hasDirective(item)) at++
    else if (isSame(item, order[place++] as Json, mergeKey)) at++
  }
  if (at === named.length) return
  const text = `The order in patch list:\n${goText([...changes])}\n doesn't match ${ELEMENT_ORDER} list:\n${goText([...order])}\n`
  throw new PatchError('bad-patch', text)
}

function hasDirective(item: Json): boolean {
  return isMap(item) && Object.hasOwn(item, DIRECTIVE)
}

function isSame(a: Json, b: Json, mergeKey: string): boolean {
  if (mergeKey === '') return sameScalar(a, b)
  return sameScalar(mergeKeyValue(a, mergeKey), mergeKeyValue(b, mergeKey))
}

function malformed(): PatchError {
  return new PatchError('bad-patch', 'invalid patch format of setElementOrder list')
}
