import { goJson } from '../../patch/go-json.ts'
import { isMap, type Json, type JsonObject } from '../../patch/json.ts'
import type { Finding } from '../../status/finding.ts'
import { additionalOf, childPath, propertyOf } from '../properties.ts'
import type { Schema } from '../schema.ts'
import { sortKeys } from '../sort-keys.ts'

/** Findings of items that stand twice in lists that are sets or maps (apiextensions schema/listtype). */
export function validateListTypes(schema: Schema, value: Json, path = ''): readonly Finding[] {
  const findings: Finding[] = []
  walk(schema, value, path, findings)
  return findings
}

function walk(schema: Schema, value: Json, path: string, findings: Finding[]): void {
  if (Array.isArray(value)) walkList(schema, value, path, findings)
  else if (isMap(value)) walkMap(schema, value, path, findings)
}

function walkMap(schema: Schema, map: JsonObject, path: string, findings: Finding[]): void {
  const additional = additionalOf(schema)
  for (const key of Object.keys(map)) {
    const field = map[key] as Json
    const property = propertyOf(schema, key)
    if (property !== undefined) walk(property, field, childPath(path, key), findings)
    else if (additional !== undefined) walk(additional, field, `${path}[${key}]`, findings)
  }
}

function walkList(schema: Schema, list: readonly Json[], path: string, findings: Finding[]): void {
  const type = schema['x-kubernetes-list-type']
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  if (type === 'set') findings.push(...duplicates(list, path))
  else if (type === 'map') findings.push(...mapFindings(list, keys, path))
  const { items } = schema
  if (items !== undefined) list.forEach((item, at) => walk(items, item, `${path}[${at}]`, findings))
}

function mapFindings(list: readonly Json[], keys: readonly string[], path: string): readonly Finding[] {
  const detail = 'must be an object for an array of list-type map'
  const strangers = list.flatMap((value, at) =>
    value === null || isMap(value) ? [] : [{ field: `${path}[${at}]`, type: 'invalid' as const, value, detail }],
  )
  if (strangers.length > 0) return strangers
  return duplicates(
    list.map((item) => keysOf(item, keys)),
    path,
  )
}

/** Each repeated value is told once, at its second place. */
function duplicates(values: readonly Json[], path: string): readonly Finding[] {
  const counts = new Map<string, number>()
  return values.flatMap((value, at) => {
    const sorted = sortKeys(value)
    const text = goJson(sorted)
    const count = (counts.get(text) ?? 0) + 1
    counts.set(text, count)
    return count === 2 ? [{ field: `${path}[${at}]`, type: 'duplicate' as const, value: sorted }] : []
  })
}

function keysOf(item: Json, keys: readonly string[]): Json {
  const found: JsonObject = {}
  for (const key of [...keys].sort()) {
    if (isMap(item) && Object.hasOwn(item, key)) found[key] = item[key] as Json
  }
  return found
}
