import type { Json, Schema } from '#kube'
import { defaultOf, enumValues, type FieldRow, type Marks, type TypeRow, typeRow } from './table.ts'
import { bare, type ScalarName, type TypeWord } from './type-word.ts'
import { writtenSchemas } from './written.ts'

/**
 * The schema of a built-in type by its OpenAPI name (`io.k8s.api.core.v1.Pod`), everything it refers to resolved. Made
 * once: types share their objects, a recursive type is a cycle. It holds no descriptions (`describeType` has them).
 * Throws a plain Error for a name that no table has.
 */
export function schemaOf(typeName: string): Schema {
  const known = schemas.get(typeName)
  if (known !== undefined) return known
  const row = typeRow(typeName)
  if (row === undefined) throw new Error(`${typeName} – is no built-in type`)
  return structSchema(row)
}

/** Whether a built-in type has this OpenAPI name. */
export function isBuiltInType(typeName: string): boolean {
  return schemas.has(typeName) || typeRow(typeName) !== undefined
}

/** The fields of a type as JSON has them: those of inlined structs stand where their struct is. */
export function flatFields(row: TypeRow): readonly FieldRow[] {
  return row.fields.flatMap((field) => (field.isInline ? inlined(field) : [field]))
}

type Draft = { -readonly [Key in keyof Schema]: Schema[Key] }

const schemas = new Map<string, Schema>(Object.values(writtenSchemas).map((schema) => [schema.typeName ?? '', schema]))

function structSchema(row: TypeRow): Schema {
  const properties: Record<string, Schema> = Object.create(null) as Record<string, Schema>
  const fields = flatFields(row)
  const required = fields.filter((field) => field.isRequired).map((field) => field.json)
  const schema: Draft = { typeName: row.typeName, type: 'object', ...extensionsOf(row.marks) }
  if (fields.length > 0) schema.properties = properties
  if (required.length > 0) schema.required = required
  // Known before its properties are: a type may hold itself, and a copy of it shares the map that is filled below.
  schemas.set(row.typeName, schema)
  for (const field of fields) properties[field.json] = fieldSchema(field)
  return schema
}

function inlined(field: FieldRow): readonly FieldRow[] {
  const word = bare(field.type)
  const row = word.kind === 'struct' ? typeRow(word.typeName) : undefined
  return row === undefined ? [] : flatFields(row)
}

function fieldSchema(field: FieldRow): Schema {
  const schema = wordSchema(field.type)
  const value = defaultOf(field.marks) ?? zeroOf(field)
  const extensions = extensionsOf(field.marks)
  if (value === undefined && Object.keys(extensions).length === 0) return schema
  return { ...schema, ...extensions, ...(value === undefined ? {} : { default: value }) }
}

function wordSchema(word: TypeWord): Schema {
  switch (word.kind) {
    case 'scalar':
      return word.enum === undefined ? scalarSchemas[word.name] : { type: 'string', enum: enumValues(word.enum) }
    case 'written':
      return writtenSchemas[word.name]
    case 'struct':
      return schemaOf(word.typeName)
    case 'pointer':
    case 'wrapped':
      return wordSchema(word.of)
    case 'list':
      return { type: 'array', items: itemSchema(word.of) }
    case 'map':
      return { type: 'object', additionalProperties: itemSchema(word.of) }
  }
}

/** An item of a list or a map: what Go always writes has its zero value as default. */
function itemSchema(word: TypeWord): Schema {
  const schema = wordSchema(word)
  const value = zeroOfWord(word, false)
  return value === undefined ? schema : { ...schema, default: value }
}

const scalarSchemas: Readonly<Record<ScalarName, Schema>> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  float64: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
}

/** What Go writes where the field was never set, as openapi-gen's mustEnforceDefault tells it. */
function zeroOf(field: FieldRow): Json | undefined {
  return zeroOfWord(field.type, field.omitsEmpty)
}

function zeroOfWord(word: TypeWord, omitsEmpty: boolean): Json | undefined {
  if (word.kind === 'struct') return {}
  if (word.kind !== 'scalar' || omitsEmpty) return undefined
  return zeros[word.name]
}

const zeros: Readonly<Partial<Record<ScalarName, Json>>> = { string: '', bool: false, int32: 0, int64: 0, float64: 0 }

function extensionsOf({ P, G, L, K, M, U }: Marks): Schema {
  const found: Draft = {}
  if (G !== undefined) found['x-kubernetes-patch-merge-key'] = G
  if (P !== undefined) found['x-kubernetes-patch-strategy'] = P
  if (K !== undefined) found['x-kubernetes-list-map-keys'] = K.split(',')
  if (L === 'atomic' || L === 'set' || L === 'map') found['x-kubernetes-list-type'] = L
  if (M === 'atomic' || M === 'granular') found['x-kubernetes-map-type'] = M
  if (U !== undefined) found['x-kubernetes-unions'] = [unionOf(U.split(','))]
  return found
}

function unionOf([discriminator = '', ...members]: readonly string[]): Json {
  const fields = Object.fromEntries(members.map((member) => member.split(':')))
  return { ...(discriminator === '' ? {} : { discriminator }), 'fields-to-discriminateBy': fields }
}
