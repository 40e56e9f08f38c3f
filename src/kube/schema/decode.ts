import { isMap, type Json, type JsonObject } from '../patch/json.ts'
import { decodeScalar, failType, type Place } from './decode-scalar.ts'
import { DecodeError } from './error.ts'
import { goTypeOf, structNameOf } from './go-type.ts'
import { additionalOf, childPath } from './properties.ts'
import type { Schema } from './schema.ts'

/** Unknown paths that are told; the rest is dropped all the same. */
const MAX_TOLD = 1000

/** A decoded value and what its type does not know. */
export interface Decoded {
  readonly value: Json
  /** Paths that were dropped, in document order: `spec.containers[0].foo`. */
  readonly unknown: readonly string[]
}

/**
 * Decodes a value as Go's decoder fills the struct of a built-in type (mutates): keys are case sensitive, unknown ones are
 * dropped and told, nulls are what was never set, empty lists and maps are left out as Go leaves them out, quantities and times take their canonical form. Throws `type` for the
 * first value of a wrong type, in the decoder's words.
 */
export function decodeTyped(schema: Schema, value: Json): Decoded {
  const unknown: string[] = []
  const decoded = decode(schema, value, { struct: '', field: '', path: '', unknown })
  return { value: decoded ?? null, unknown }
}

/** `undefined` where nothing is set. */
function decode(schema: Schema, value: Json, place: Place): Json | undefined {
  if (value === null) return undefined
  const { type } = schema
  if (schema['x-kubernetes-preserve-unknown-fields'] === true && schema.properties === undefined) {
    return type === 'object' && schema.typeName?.endsWith('.FieldsV1') === true && !isMap(value)
      ? failType(value, schema, place)
      : value
  }
  if (type === 'object') return isMap(value) ? decodeMap(schema, value, place) : failType(value, schema, place)
  if (type === 'array') return Array.isArray(value) ? decodeList(schema, value, place) : failType(value, schema, place)
  return decodeScalar(schema, value, place)
}

function decodeMap(schema: Schema, map: JsonObject, place: Place): Json {
  const { properties } = schema
  const additional = additionalOf(schema)
  if (properties === undefined && additional === undefined) return map
  const struct = structNameOf(schema)
  for (const key of Object.keys(map)) {
    const property = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined
    const inner = property ?? additional
    if (inner === undefined) {
      if (properties !== undefined && schema.additionalProperties !== true) dropUnknown(map, key, place)
      continue
    }
    const before = map[key] as Json
    // Scalars that are as they should be need no place, which is what costs.
    if (typeof before === 'string' && inner.type === 'string' && inner.format === undefined) continue
    const at = property === undefined ? inMap(key, place) : inField(key, struct, place)
    const after = decode(inner, before, at) ?? (property === undefined ? zeroOf(inner) : undefined)
    const isLeftOut = property !== undefined && isEmptyContainer(property, after) && !isWritten(schema, key)
    keep(map, key, before, isLeftOut ? undefined : after)
  }
  return map
}

/** Lists and maps without anything in them, which Go leaves out of what it writes; structs are something. */
function isEmptyContainer(schema: Schema, value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0
  return schema.properties === undefined && additionalOf(schema) !== undefined && isMap(value) && isEmptyMap(value)
}

function isEmptyMap(map: JsonObject): boolean {
  for (const _ in map) return false
  return true
}

/** Lists that are written when they are empty although nothing asks for them. */
const WRITTEN = new Set([
  'Role.rules',
  'ClusterRole.rules',
  'EndpointSlice.endpoints',
  'EndpointSlice.ports',
  'DeviceClaim.requests',
  'AllocatedDeviceStatus.conditions',
  'CSINodeDriver.topologyKeys',
  'HorizontalPodAutoscalerStatus.currentMetrics',
  'ResourcePolicyRule.namespaces',
  'TokenRequestSpec.audiences',
  'ProjectedVolumeSource.sources',
  'ContainerImage.names',
  'CustomResourceDefinitionStatus.conditions',
  'CustomResourceDefinitionStatus.storedVersions',
])

function isWritten(schema: Schema, key: string): boolean {
  return schema.required?.includes(key) === true || WRITTEN.has(`${structNameOf(schema)}.${key}`)
}

function dropUnknown(map: JsonObject, key: string, { path, unknown }: Place): void {
  if (unknown.length < MAX_TOLD) unknown.push(childPath(path, key))
  delete map[key]
}

function keep(map: JsonObject, key: string, before: Json, after: Json | undefined): void {
  if (after === undefined) delete map[key]
  else if (after !== before) map[key] = after
}

function inField(key: string, struct: string, { field, path, unknown }: Place): Place {
  return { struct, field: childPath(field, key), path: childPath(path, key), unknown }
}

function inMap(key: string, { struct, field, path, unknown }: Place): Place {
  return { struct, field, path: childPath(path, key), unknown }
}

function decodeList(schema: Schema, list: Json[], place: Place): Json {
  const { items } = schema
  if (items === undefined) return list
  for (let at = 0; at < list.length; at++) {
    const item = list[at] as Json
    if (typeof item === 'string' && items.type === 'string' && items.format === undefined) continue
    const { struct, field, path, unknown } = place
    list[at] = decode(items, item, { struct, field, path: `${path}[${at}]`, unknown }) ?? zeroOf(items)
  }
  return list
}

/** What Go has for an item of a list or map that was null. */
function zeroOf(schema: Schema): Json {
  if (schema.type === 'string') return ''
  if (schema.type === 'integer' || schema.type === 'number') return 0
  if (schema.type === 'boolean') return false
  return schema.type === 'object' && schema.properties !== undefined ? {} : null
}

/** Throws `type` unless the value is a map: what every object of the API is. */
export function checkIsObject(schema: Schema, value: Json): void {
  if (isMap(value)) return
  const word = Array.isArray(value) ? 'array' : typeof value
  throw new DecodeError('type', `json: cannot unmarshal ${word} into Go value of type ${goTypeOf(schema)}`)
}
