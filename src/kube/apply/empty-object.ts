import type { KubeObject } from '../object/object.ts'
import type { Json, JsonObject } from '../patch/json.ts'
import { isMap } from '../patch/json.ts'
import type { Schema } from '../schema/schema.ts'

const empties = new WeakMap<Schema, JsonObject>()

/**
 * What an object of a type is before anything is set: the fields that Go writes always. Fields that are there from the
 * start are not owned by who creates the object. Objects of a CRD start with nothing.
 */
export function emptyObject(schema: Schema, { apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): JsonObject {
  let empty = empties.get(schema)
  if (empty === undefined) {
    empty = schema.typeName === undefined ? {} : emptyOf(schema)
    empties.set(schema, empty)
  }
  return { ...empty, apiVersion, kind }
}

function emptyOf(schema: Schema): JsonObject {
  const empty: JsonObject = {}
  const { properties = {}, required = [] } = schema
  for (const key of Object.keys(properties)) {
    const property = properties[key] as Schema
    const value = property.default
    if (isMap(value)) empty[key] = emptyOf(property)
    else if (isZero(value)) empty[key] = value as Json
    else if (required.includes(key)) empty[key] = null
  }
  return empty
}

function isZero(value: Json | undefined): boolean {
  return value === '' || value === 0 || value === false
}
