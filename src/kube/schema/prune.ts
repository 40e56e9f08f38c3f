import { isMap, type Json, type JsonObject } from '../patch/json.ts'
import { additionalOf, childPath, propertyOf } from './properties.ts'
import type { Schema } from './schema.ts'

/** Paths that are told; the rest is taken away all the same. */
const MAX_TOLD = 1000

/** How to prune. */
export interface PruneOptions {
  /** The value is a whole object: its `apiVersion`, `kind` and `metadata` stay whatever the schema says. */
  readonly isResourceRoot?: boolean
  /** Path of the value, in front of what is told. */
  readonly path?: string
}

/**
 * Takes away what a structural schema does not know (mutates) and gives the paths of it, sorted (the first thousand): `spec.a[0].b`. Follows
 * `x-kubernetes-preserve-unknown-fields` and `x-kubernetes-embedded-resource`
 * (apiextensions-apiserver/pkg/apiserver/schema/pruning).
 */
export function prune(schema: Schema | undefined, value: Json, options: PruneOptions = {}): readonly string[] {
  const { isResourceRoot = false, path = '' } = options
  const found: string[] = []
  const root = isResourceRoot ? { ...schema, 'x-kubernetes-embedded-resource': true } : schema
  pruneValue(value, root, path, found)
  return found.sort()
}

function pruneValue(value: Json, schema: Schema | undefined, path: string, found: string[]): void {
  if (typeof value !== 'object' || value === null) return
  if (schema?.['x-kubernetes-preserve-unknown-fields'] === true)
    return keepUnknown(value as JsonObject, schema, path, found)
  if (Array.isArray(value)) {
    value.forEach((item, at) => pruneValue(item, schema?.items, `${path}[${at}]`, found))
  } else if (isMap(value)) for (const key of Object.keys(value)) pruneField(value, key, schema, { path, found })
}

interface Place {
  readonly path: string
  readonly found: string[]
}

function pruneField(map: JsonObject, key: string, schema: Schema | undefined, { path, found }: Place): void {
  if (schema?.['x-kubernetes-embedded-resource'] === true && isMetaField(key)) return
  const property = schema && propertyOf(schema, key)
  if (property !== undefined) pruneValue(map[key] as Json, property, childPath(path, key), found)
  else if (schema?.additionalProperties !== undefined) {
    pruneValue(map[key] as Json, additionalOf(schema), childPath(path, key), found)
  } else {
    const isTold = !isMetaField(key) || path !== '' || schema === undefined
    if (isTold && found.length < MAX_TOLD) found.push(childPath(path, key))
    delete map[key]
  }
}

/** Unknown fields stay, but what the schema names below is pruned all the same. */
function keepUnknown(value: Json[] | JsonObject, schema: Schema, path: string, found: string[]): void {
  if (Array.isArray(value)) {
    const { items } = schema
    if (items === undefined) return
    return value.forEach((item, at) => {
      if (typeof item === 'object' && item !== null) keepUnknown(item as JsonObject, items, `${path}[${at}]`, found)
    })
  }
  for (const key of Object.keys(value)) {
    if (schema['x-kubernetes-embedded-resource'] === true && isMetaField(key)) continue
    const property = propertyOf(schema, key)
    if (property === undefined && schema.additionalProperties === undefined) continue
    pruneValue(value[key] as Json, property ?? additionalOf(schema), childPath(path, key), found)
  }
}

function isMetaField(key: string): boolean {
  return key === 'apiVersion' || key === 'kind' || key === 'metadata'
}
