import { fieldOf, isMap, type Json, type JsonObject, sameJson } from '../json.ts'
import { fieldSchema, type MergeSchema } from '../schema/schema.ts'
import { asMap, itemKind, mergeKeyValue } from './items.ts'
import { scalarKey, withoutRepetition } from './scalar.ts'
import { sortedScalars } from './sort.ts'
import { DIRECTIVE, RETAIN_KEYS } from './words.ts'

/** Whether two patches of one object set the same field differently. Throws `PatchError` for malformed lists. */
export function patchesConflict(left: JsonObject, right: JsonObject, schema: MergeSchema | undefined): boolean {
  return Object.keys(left).some((key) => {
    if (key === DIRECTIVE || key === RETAIN_KEYS || !Object.hasOwn(right, key)) return false
    return valuesConflict(left[key] as Json, right[key] as Json, fieldSchema(schema, key))
  })
}

function valuesConflict(left: Json, right: Json, schema: MergeSchema | undefined): boolean {
  if (isMap(left)) return !isMap(right) || mapsConflict(left, right, schema)
  if (Array.isArray(left)) return !Array.isArray(right) || listsConflict(left, right, schema)
  return !sameJson(left, right)
}

/** A directive is about the whole map: it conflicts with anything but itself. */
function mapsConflict(left: JsonObject, right: JsonObject, schema: MergeSchema | undefined): boolean {
  if (scalarKey(fieldOf(left, DIRECTIVE) ?? '') !== scalarKey(fieldOf(right, DIRECTIVE) ?? '')) return true
  return schema?.isReplaced !== true && patchesConflict(left, right, schema)
}

function listsConflict(left: readonly Json[], right: readonly Json[], schema: MergeSchema | undefined): boolean {
  const isOfMaps = itemKind(left, right) === 'map'
  if (schema?.mergeKeys !== undefined) return isOfMaps && itemsConflict(left, right, schema)
  if (left.length !== right.length) return true
  if (isOfMaps) return left.some((item, at) => valuesConflict(item, right[at] ?? null, schema?.items))
  return !sameJson(sortedScalars(withoutRepetition(left)), sortedScalars(withoutRepetition(right)))
}

function itemsConflict(left: readonly Json[], right: readonly Json[], schema: MergeSchema): boolean {
  const mergeKey = schema.mergeKeys?.[0] ?? ''
  const others = new Map(right.map((item) => [scalarKey(mergeKeyValue(item, mergeKey)), asMap(item)]))
  return left.some((item) => {
    const other = others.get(scalarKey(mergeKeyValue(item, mergeKey)))
    return other !== undefined && mapsConflict(asMap(item), other, schema.items)
  })
}
