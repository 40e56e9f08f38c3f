import { copyOf, isMap, type Json, type JsonObject, setField } from '../patch/json.ts'
import { additionalOf, propertyOf } from './properties.ts'
import type { Schema } from './schema.ts'

/**
 * Fills what is missing with the defaults of a structural schema (mutates). First nulls go that may be neither null nor
 * defaulted; then missing properties and nulls that may not be null get their default
 * (apiextensions-apiserver/pkg/apiserver/schema/defaulting).
 */
export function defaultBy(schema: Schema, value: Json): void {
  dropNulls(value, schema)
  fill(value, schema)
}

/** Takes away nulls that their schema neither allows nor replaces (mutates). */
export function dropNulls(value: Json, schema: Schema | undefined): void {
  if (Array.isArray(value)) for (const item of value) dropNulls(item, schema?.items)
  else if (isMap(value)) dropNullFields(value, schema)
}

function dropNullFields(map: JsonObject, schema: Schema | undefined): void {
  for (const key of Object.keys(map)) {
    const inner = schema && (propertyOf(schema, key) ?? additionalOf(schema))
    const field = map[key] as Json
    if (isRefusedNull(field, inner) && defaultOf(inner) === undefined) delete map[key]
    else if (typeof field === 'object' && field !== null) dropNulls(field, inner)
  }
}

function fill(value: Json, schema: Schema): void {
  if (Array.isArray(value)) fillItems(value, schema.items)
  else if (isMap(value)) fillFields(value, schema)
}

function fillItems(list: Json[], schema: Schema | undefined): void {
  if (schema === undefined) return
  list.forEach((item, at) => {
    if (isRefusedNull(item, schema)) list[at] = copyOf(defaultOf(schema) ?? null)
    fill(list[at] as Json, schema)
  })
}

function fillFields(map: JsonObject, schema: Schema): void {
  const { properties } = schema
  if (properties !== undefined) {
    for (const key of Object.keys(properties)) {
      const property = properties[key] as Schema
      const value = defaultOf(property)
      if (value === undefined) continue
      if (!Object.hasOwn(map, key) || isRefusedNull(map[key], property)) setField(map, key, copyOf(value))
    }
  }
  const additional = additionalOf(schema)
  for (const key of Object.keys(map)) {
    const property = propertyOf(schema, key)
    if (property !== undefined) fill(map[key] as Json, property)
    else if (additional !== undefined) {
      if (isRefusedNull(map[key], additional)) setField(map, key, copyOf(defaultOf(additional) ?? null))
      fill(map[key] as Json, additional)
    }
  }
}

function isRefusedNull(value: Json | undefined, schema: Schema | undefined): boolean {
  return value === null && schema !== undefined && schema.nullable !== true
}

/** A default of null is none. */
function defaultOf(schema: Schema | undefined): Json | undefined {
  return schema?.default ?? undefined
}
