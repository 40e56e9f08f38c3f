import { isMap, type Json, type JsonObject, sameJson } from '../../patch/json.ts'
import { additionalOf, propertyOf } from '../properties.ts'
import type { Schema } from '../schema.ts'

/**
 * Whether a value is as it was, so that what is wrong with it is forgiven. Items of map lists correspond by their keys; a
 * map with fields that its schema does not know never is (apiserver/pkg/cel/common CorrelatedObject.CachedDeepEqual).
 */
export function isUnchanged(schema: Schema, value: Json, old: Json): boolean {
  if (value === null || old === null) return value === old
  if (Array.isArray(value)) return Array.isArray(old) && isSameList(schema, value, old)
  if (isMap(value)) return isMap(old) && isSameMap(schema, value, old)
  return sameJson(value, old)
}

/** Finds what corresponds to an item of a list; undefined where nothing does. */
export function correspondingItems(
  schema: Schema,
  old: Json | undefined,
): ((item: Json) => Json | undefined) | undefined {
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old) || keys.length === 0) return undefined
  const byKey = new Map(old.map((item) => [keyOf(item, keys), item]))
  return (item) => {
    const key = keyOf(item, keys)
    return key === undefined ? undefined : byKey.get(key)
  }
}

/** Undefined for an item without one of its keys. */
function keyOf(item: Json, keys: readonly string[]): string | undefined {
  if (!isMap(item)) return undefined
  const values = keys.map((key) => (Object.hasOwn(item, key) ? item[key] : null))
  return values.includes(null) ? undefined : JSON.stringify(values)
}

function isSameList(schema: Schema, list: readonly Json[], old: Json[]): boolean {
  if (list.length !== old.length) return false
  const { items } = schema
  const oldOf = correspondingItems(schema, old)
  if (oldOf === undefined || items === undefined) return sameJson(list as Json[], old)
  return list.every((item) => {
    const before = oldOf(item)
    return before !== undefined && isUnchanged(items, item, before)
  })
}

function isSameMap(schema: Schema, map: JsonObject, old: JsonObject): boolean {
  const keys = Object.keys(map)
  if (keys.length !== Object.keys(old).length) return false
  return keys.every((key) => {
    const inner = propertyOf(schema, key) ?? additionalOf(schema)
    return inner !== undefined && Object.hasOwn(old, key) && isUnchanged(inner, map[key] as Json, old[key] as Json)
  })
}
