import { fieldOf, isMap, type Json, type JsonObject, textOf } from '../json.ts'
import type { MergeSchema, MergeSchemas } from './schema.ts'

/**
 * The merge schemas that an OpenAPI v2 document declares by `x-kubernetes-…` extensions, for the kinds that it names.
 * What the document does not hold is taken as not known.
 */
export function schemasOfOpenApi(document: Json): MergeSchemas {
  const definitions = mapIn(isMap(document) ? document : {}, 'definitions')
  const read = new Map<string, MergeSchema>()
  const reader: SchemaReader = { definition: (name) => definition(name, { definitions, read, reader }) }
  const byKind = new Map<string, string>()
  for (const name of Object.keys(definitions)) {
    for (const kind of kindsOf(mapIn(definitions, name))) byKind.set(kind, name)
  }
  const ofKind = (apiVersion: string, kind: string): MergeSchema | undefined => {
    const name = byKind.get(`${apiVersion}/${kind}`)
    return name === undefined ? undefined : reader.definition(name)
  }
  const named = (name: string): MergeSchema | undefined => {
    return Object.hasOwn(definitions, name) ? reader.definition(name) : undefined
  }
  return Object.assign(ofKind, { definition: named })
}

/** What a node of a schema may refer to. */
export interface SchemaReader {
  definition(name: string): MergeSchema
}

interface Definitions {
  readonly definitions: JsonObject
  /** Schemas by name of their definition: a definition may contain itself. */
  readonly read: Map<string, MergeSchema>
  readonly reader: SchemaReader
}

type Building = { -readonly [Field in keyof MergeSchema]: MergeSchema[Field] }

function kindsOf(schema: JsonObject): string[] {
  const kinds = fieldOf(schema, 'x-kubernetes-group-version-kind')
  return Array.isArray(kinds) ? kinds.filter(isMap).map(kindText) : []
}

function kindText(kind: JsonObject): string {
  const group = textOf(fieldOf(kind, 'group'))
  return `${group === '' ? '' : `${group}/`}${textOf(fieldOf(kind, 'version'))}/${textOf(fieldOf(kind, 'kind'))}`
}

function definition(name: string, { definitions, read, reader }: Definitions): MergeSchema {
  const known = read.get(name)
  if (known !== undefined) return known
  const building: Building = {}
  read.set(name, building)
  return Object.assign(building, schemaOf(mapIn(definitions, name), reader))
}

/** A node of the document: what its reference says, and its own extensions, which may stand beside the reference. */
function schemaOf(node: JsonObject, reader: SchemaReader): MergeSchema {
  const reference = textOf(fieldOf(node, '$ref'))
  const base = reference === '' ? formOf(node, reader) : reader.definition(lastName(reference))
  const own = strategyOf(node)
  return own === undefined ? base : { ...base, ...own }
}

/** What a node says of its fields and items. */
export function formOf(node: JsonObject, reader: SchemaReader): MergeSchema {
  const { properties } = node
  const items = fieldOf(node, 'items')
  const values = fieldOf(node, 'additionalProperties')
  return {
    ...(isMap(properties) && { fields: fieldsOf(properties, reader) }),
    ...(isMap(values) && { values: schemaOf(values, reader) }),
    ...(isMap(items) && isList(node) && strategyOf(node)?.mergeKeys && { items: schemaOf(items, reader) }),
  }
}

function isList(node: JsonObject): boolean {
  const type = fieldOf(node, 'type')
  return type === 'array' || (Array.isArray(type) && type.length === 1 && type[0] === 'array')
}

function fieldsOf(properties: JsonObject, reader: SchemaReader): Map<string, MergeSchema> {
  const fields = new Map<string, MergeSchema>()
  for (const name of Object.keys(properties)) fields.set(name, schemaOf(mapIn(properties, name), reader))
  return fields
}

/** What a node says of itself; undefined where it says nothing. */
export function strategyOf(node: JsonObject): MergeSchema | undefined {
  const strategies = textOf(fieldOf(node, 'x-kubernetes-patch-strategy')).split(',')
  if (strategies[0] === '') return undefined
  return {
    ...(strategies.includes('merge') && { mergeKeys: mergeKeysOf(node) }),
    ...(strategies.includes('replace') && { isReplaced: true }),
    ...(strategies.includes('retainKeys') && { retainsKeys: true }),
  }
}

function mergeKeysOf(node: JsonObject): string[] {
  const keys = fieldOf(node, 'x-kubernetes-list-map-keys')
  if (Array.isArray(keys)) return keys.map(textOf)
  const key = textOf(fieldOf(node, 'x-kubernetes-patch-merge-key'))
  return key === '' ? [] : [key]
}

function lastName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

function mapIn(map: JsonObject, key: string): JsonObject {
  const value = fieldOf(map, key)
  return isMap(value) ? value : {}
}
