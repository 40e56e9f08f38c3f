import { isMap, type Json, type JsonObject, sameJson } from '../../patch/json.ts'
import { tooMany } from '../../status/print-finding.ts'
import { additionalOf, childPath, propertyOf } from '../properties.ts'
import type { Schema } from '../schema.ts'
import {
  addFault,
  faultOf,
  fieldOf,
  isFull,
  mergeResult,
  newResult,
  type Place,
  type Result,
  type Walk,
} from './result.ts'
import { correspondingItems } from './unchanged.ts'

/** Checks the fields of a map. */
export function checkMap(schema: Schema, map: JsonObject, place: Place, walk: Walk): Result {
  const { path } = place
  const result = newResult()
  checkSize(result, schema, Object.keys(map).length, path)
  const additional = additionalOf(schema)
  const oldMap = isMap(place.old) ? place.old : undefined
  for (const key of Object.keys(map)) {
    if (isFull(result)) break
    const property = propertyOf(schema, key)
    const inner = property ?? additional
    if (inner !== undefined) {
      const keyPath = property === undefined ? `${path}.${key}` : childPath(path, key)
      mergeResult(result, walk.validateField(inner, map[key] as Json, fieldPlace(keyPath, key, oldMap)))
    } else if (schema.additionalProperties === false) {
      const message = `${path}.${key} in body is a forbidden property`
      addFault(result, { message, finding: { field: fieldOf(path), type: 'invalid', value: key, detail: message } })
    }
  }
  for (const key of schema.required ?? []) {
    if (Object.hasOwn(map, key)) continue
    const message = `${path}.${key} in body is required`
    addFault(result, { message, finding: { field: fieldOf(`${path}.${key}`), type: 'required' } })
  }
  return result
}

/** What identifies an object is never forgiven for being as before. */
function fieldPlace(path: string, key: string, oldMap: JsonObject | undefined): Place {
  if (oldMap === undefined || !Object.hasOwn(oldMap, key) || path === 'kind' || path === 'apiVersion') return { path }
  return { path, old: oldMap[key] as Json }
}

function checkSize(result: Result, schema: Schema, size: number, path: string): void {
  const { minProperties, maxProperties } = schema
  if (minProperties !== undefined && size < minProperties) {
    addFault(result, faultOf(path, `should have at least ${minProperties} properties`, size))
  }
  if (maxProperties !== undefined && size > maxProperties) {
    const message = `${path} in body should have at most ${maxProperties} properties`
    addFault(result, { message, finding: tooMany(fieldOf(path), size, maxProperties) })
  }
}

/** Checks the items of a list. */
export function checkList(schema: Schema, list: readonly Json[], place: Place, walk: Walk): Result {
  const { path } = place
  const { items, minItems, maxItems } = schema
  const result = newResult(1)
  if (items !== undefined) {
    const oldOf = correspondingItems(schema, place.old)
    for (const [at, item] of list.entries()) {
      if (isFull(result)) break
      const old = oldOf?.(item)
      const inner = `${path}[${at}]`
      mergeResult(result, walk.validateField(items, item, old === undefined ? { path: inner } : { path: inner, old }))
    }
  }
  if (minItems !== undefined && list.length < minItems) {
    addFault(result, faultOf(path, `should have at least ${minItems} items`, list.length))
  }
  if (maxItems !== undefined && list.length > maxItems) {
    const message = `${path} in body should have at most ${maxItems} items`
    addFault(result, { message, finding: tooMany(fieldOf(path), list.length, maxItems) })
  }
  if (
    schema.uniqueItems === true &&
    list.some((item, at) => list.slice(0, at).some((other) => sameJson(item, other)))
  ) {
    addFault(result, faultOf(path, "shouldn't contain duplicates", undefined))
  }
  return result
}
