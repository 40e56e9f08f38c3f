import { isMap, type Json, type JsonObject } from '../patch/json.ts'
import type { Finding } from '../status/finding.ts'
import { decodeTyped } from './decode.ts'
import { DecodeError } from './error.ts'
import { additionalOf, childPath, propertyOf } from './properties.ts'
import type { Schema } from './schema.ts'

/** How metadata of custom objects is read. */
export interface CoerceOptions {
  /** Schema of meta/v1 ObjectMeta. */
  readonly metadata: Schema
  /** The value is a whole object, whatever its schema says. */
  readonly isResourceRoot?: boolean
  /** Fields of a wrong type are dropped, as for what is stored already; else the first one is refused. */
  readonly dropsInvalid?: boolean
}

/** What reading the metadata found. */
export interface Coerced {
  /** Paths of metadata fields that nobody knows, dropped. */
  readonly unknown: readonly string[]
  readonly fault?: Finding
}

/**
 * Makes `apiVersion`, `kind` and `metadata` of an object, and of those embedded in it, what they are everywhere (mutates):
 * unknown fields of metadata go, times and texts are what they must be (apiextensions schema/objectmeta Coerce).
 */
export function coerceMetadata(schema: Schema, value: Json, options: CoerceOptions): Coerced {
  const found: Found = { unknown: [], options }
  const root = options.isResourceRoot === true ? { ...schema, 'x-kubernetes-embedded-resource': true } : schema
  coerce(root, value, '', found)
  const unknown = found.unknown.sort()
  return found.fault === undefined ? { unknown } : { unknown, fault: found.fault }
}

interface Found {
  readonly unknown: string[]
  readonly options: CoerceOptions
  fault?: Finding
}

function coerce(schema: Schema, value: Json, path: string, found: Found): void {
  if (found.fault !== undefined || typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    const { items } = schema
    if (items !== undefined) value.forEach((item, at) => coerce(items, item, `${path}[${at}]`, found))
  } else if (isMap(value)) coerceMap(schema, value, path, found)
}

function coerceMap(schema: Schema, map: JsonObject, path: string, found: Found): void {
  if (schema['x-kubernetes-embedded-resource'] === true) coerceHead(map, path, found)
  const additional = additionalOf(schema)
  for (const key of Object.keys(map)) {
    const property = propertyOf(schema, key)
    const inner = property ?? additional
    const keyPath = property === undefined ? `${path}[${key}]` : childPath(path, key)
    if (inner !== undefined) coerce(inner, map[key] as Json, keyPath, found)
  }
}

function coerceHead(map: JsonObject, path: string, found: Found): void {
  for (const key of ['apiVersion', 'kind']) {
    const value = map[key]
    if (value === undefined || typeof value === 'string') continue
    if (found.options.dropsInvalid === true) delete map[key]
    else return refuse(found, childPath(path, key), value, 'must be a string')
  }
  if (map.metadata !== undefined) coerceObjectMeta(map, childPath(path, 'metadata'), found)
}

function coerceObjectMeta(map: JsonObject, path: string, found: Found): void {
  const { metadata, dropsInvalid = false } = found.options
  const sent = map.metadata as Json
  if (dropsInvalid && isMap(sent))
    for (const key of Object.keys(sent)) if (!fits(metadata, key, sent[key] as Json)) delete sent[key]
  try {
    const { value, unknown } = decodeTyped(metadata, sent)
    map.metadata = value ?? {}
    found.unknown.push(...unknown.map((field) => `${path}.${field}`))
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    if (!dropsInvalid) refuse(found, path, sent, error.message)
  }
}

function fits(metadata: Schema, key: string, value: Json): boolean {
  const property = propertyOf(metadata, key)
  if (property === undefined) return true
  try {
    decodeTyped(property, structuredClone(value))
    return true
  } catch (error) {
    if (error instanceof DecodeError) return false
    throw error
  }
}

function refuse(found: Found, field: string, value: Json, detail: string): void {
  found.fault = { field, type: 'invalid', value, detail }
}
