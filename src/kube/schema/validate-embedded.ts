import { checkDns1035Label } from '../names/dns.ts'
import { isMap, type Json, type JsonObject } from '../patch/json.ts'
import type { Finding } from '../status/finding.ts'

import { additionalOf, childPath, propertyOf } from './properties.ts'
import type { Schema } from './schema.ts'

/** How objects in objects are checked. */
export interface EmbeddedOptions {
  /** The value is a whole object, whatever its schema says. */
  readonly isResourceRoot?: boolean
  /** Findings of the metadata of one object. */
  validateMetadata(metadata: JsonObject, field: string): readonly Finding[]
}

/** Findings of `apiVersion`, `kind` and `metadata` of embedded objects (apiextensions schema/objectmeta Validate). */
export function validateEmbedded(schema: Schema, value: Json, options: EmbeddedOptions): readonly Finding[] {
  const root = options.isResourceRoot === true ? { ...schema, 'x-kubernetes-embedded-resource': true } : schema
  return visit(root, value, '', options)
}

function visit(schema: Schema, value: Json, path: string, options: EmbeddedOptions): readonly Finding[] {
  if (Array.isArray(value)) {
    const { items } = schema
    return items === undefined ? [] : value.flatMap((item, at) => visit(items, item, `${path}[${at}]`, options))
  }
  if (!isMap(value)) return []
  const isObject = schema['x-kubernetes-embedded-resource'] === true
  return [...(isObject ? headFindings(value, path, options) : []), ...fieldFindings(schema, value, path, options)]
}

function fieldFindings(schema: Schema, map: JsonObject, path: string, options: EmbeddedOptions): readonly Finding[] {
  const additional = additionalOf(schema)
  return Object.keys(map).flatMap((key) => {
    const property = propertyOf(schema, key)
    if (property !== undefined) return visit(property, map[key] as Json, childPath(path, key), options)
    return additional === undefined ? [] : visit(additional, map[key] as Json, `${path}[${key}]`, options)
  })
}

function headFindings(map: JsonObject, path: string, options: EmbeddedOptions): readonly Finding[] {
  const metadata = map.metadata
  const field = childPath(path, 'metadata')
  return [
    ...textFindings(map, 'apiVersion', path, versionFault),
    ...textFindings(map, 'kind', path, kindFault),
    ...(isMap(metadata) ? options.validateMetadata(metadata, field) : []),
  ]
}

function textFindings(
  map: JsonObject,
  key: string,
  path: string,
  faultOf: (text: string) => string,
): readonly Finding[] {
  const field = childPath(path, key)
  const value = map[key]
  if (value === undefined) return [{ field, type: 'required' }]
  if (typeof value !== 'string') return [{ field, type: 'invalid', value, detail: 'must be a string' }]
  const detail = value === '' ? 'must not be empty' : faultOf(value)
  return detail === '' ? [] : [{ field, type: 'invalid', value, detail }]
}

function versionFault(text: string): string {
  return text.split('/').length > 2 ? `unexpected GroupVersion string: ${text}` : ''
}

function kindFault(text: string): string {
  const faults = checkDns1035Label(text.toLowerCase())
  return faults.length === 0 ? '' : `may have mixed case, but should otherwise match: ${faults.join(',')}`
}
