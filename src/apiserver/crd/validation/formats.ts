import { mapAt, mapsAt, textAt } from '#kinds'
import { formats, isMap, type Json, type JsonObject, type KubeObject } from '#kube'

/** Warnings of formats that nobody checks; those that were there before are not told again. */
export function formatWarnings(definition: KubeObject, old: KubeObject | undefined): readonly string[] {
  const known = new Set(old === undefined ? [] : strangeFormats(old))
  return strangeFormats(definition)
    .filter((format) => !known.has(format))
    .map((format) => `unrecognized format ${JSON.stringify(format)}`)
}

function strangeFormats(definition: KubeObject): readonly string[] {
  const found: string[] = []
  for (const version of mapsAt(mapAt(definition, 'spec'), 'versions')) {
    walk(mapAt(version, 'schema', 'openAPIV3Schema'), found)
  }
  return [...new Set(found)]
}

function walk(schema: JsonObject, found: string[]): void {
  const format = textAt(schema, 'format')
  if (format !== '' && !isKnown(format, textAt(schema, 'type'))) found.push(format)
  for (const key of ['allOf', 'anyOf', 'oneOf']) for (const inner of mapsAt(schema, key)) walk(inner, found)
  for (const key of ['items', 'not', 'additionalProperties']) visit(schema[key], found)
  for (const property of Object.values(mapAt(schema, 'properties'))) visit(property, found)
}

function visit(schema: Json | undefined, found: string[]): void {
  if (isMap(schema)) walk(schema, found)
}

const numeric: Readonly<Record<string, readonly string[]>> = {
  integer: ['int32', 'int64'],
  number: ['float', 'double'],
}

function isKnown(format: string, type: string): boolean {
  if (type === '' || type === 'string') return Object.hasOwn(formats, format.replaceAll('-', ''))
  return Object.hasOwn(numeric, type) && (numeric[type] ?? []).includes(format)
}
