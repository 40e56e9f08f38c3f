import { type Describe, type Kind } from '#kinds'
import type { Json, JsonObject, Schema } from '#kube'
import { type Dialect, reference } from './dialect.ts'
import { modelName } from './model-name.ts'

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'
const metadataText =
  "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata"
const listMetadataText =
  'Standard list metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds'

/** The definition of a custom kind (apiextensions' builder.go). v2 leaves out what v2 cannot say. */
export function customDefinition(kind: Kind, dialect: Dialect, describe: Describe): JsonObject {
  const extensions = extensionsOf(kind, kind.kind)
  const { schema } = kind
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true
  const isBare = schema.properties === undefined && !isOpen
  // kubectl would take a schema with only the three fields below for one that forbids all others.
  if (isBare || (dialect === 'v2' && isOpen)) return { type: 'object', ...extensions }
  const printed = printCustom(schema, dialect, true)
  const own = (printed.properties ?? {}) as JsonObject
  return {
    ...printed,
    type: 'object',
    properties: sorted({
      ...own,
      ...typeMeta(describe),
      metadata: withDescription(dialect, `${meta}.ObjectMeta`, metadataText),
    }),
    ...extensions,
  }
}

/** The definition of the list of a custom kind. */
export function customListDefinition(kind: Kind, dialect: Dialect, describe: Describe): JsonObject {
  return {
    description: `${kind.listKind} is a list of ${kind.kind}`,
    type: 'object',
    required: ['items'],
    properties: {
      ...typeMeta(describe),
      items: {
        description: `List of ${kind.plural}. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md`,
        type: 'array',
        items: reference(dialect, modelName(kind)),
      },
      metadata: withDescription(dialect, `${meta}.ListMeta`, listMetadataText),
    },
    ...extensionsOf(kind, kind.listKind),
  }
}

function extensionsOf({ group, version, selectableFields }: Kind, kind: string): JsonObject {
  const fields = Object.keys(selectableFields).map((fieldPath) => ({ fieldPath }))
  return {
    'x-kubernetes-group-version-kind': [{ group, kind, version }],
    ...(fields.length > 0 && { 'x-kubernetes-selectable-fields': fields }),
  }
}

function typeMeta(describe: Describe): JsonObject {
  const texts = describe(`${meta}.TypeMeta`)?.properties
  const field = (name: string): JsonObject => ({ description: texts?.get(name) ?? '', type: 'string' })
  return { apiVersion: field('apiVersion'), kind: field('kind') }
}

function withDescription(dialect: Dialect, name: string, description: string): JsonObject {
  const target = reference(dialect, name)
  return dialect === 'v2' ? { ...target, description } : { allOf: [target], description }
}

/** A schema that a CRD holds, in a dialect. */
function printCustom(schema: Schema, dialect: Dialect, isRoot = false): JsonObject {
  const shown = dialect === 'v2' ? forV2(schema, isRoot) : unfolded(schema)
  const { properties, items, additionalProperties } = shown
  const printed: JsonObject = {}
  for (const name of plainKeywords) {
    const value = shown[name]
    if (value !== undefined) printed[name] = value as Json
  }
  if (properties !== undefined) printed.properties = printProperties(properties, dialect)
  if (items !== undefined) printed.items = printCustom(items, dialect)
  if (typeof additionalProperties === 'boolean') printed.additionalProperties = additionalProperties
  else if (additionalProperties !== undefined) printed.additionalProperties = printCustom(additionalProperties, dialect)
  if (schema['x-kubernetes-embedded-resource'] === true) embedded(printed, dialect)
  return printed
}

function printProperties(properties: Readonly<Record<string, Schema>>, dialect: Dialect): JsonObject {
  const entries = Object.keys(properties).map((name): [string, Json] => {
    return [name, printCustom(properties[name] ?? {}, dialect)]
  })
  return sorted(Object.fromEntries(entries))
}

/** An object inside the object has what every object has, unless v2 must leave it open. */
function embedded(printed: JsonObject, dialect: Dialect): void {
  if (dialect === 'v2' && printed['x-kubernetes-preserve-unknown-fields'] === true) return
  const text = (what: string): JsonObject => ({ description: what, type: 'string' })
  printed.properties = sorted({
    ...(printed.properties as JsonObject | undefined),
    apiVersion: text(
      'apiVersion defines the versioned schema of this representation of an object. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
    ),
    kind: text(
      'kind is a string value representing the type of this object. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
    ),
    metadata: withDescription(dialect, `${meta}.ObjectMeta`, metadataText),
  })
  const required = new Set((printed.required as string[] | undefined) ?? [])
  printed.required = [...required.add('kind').add('apiVersion')]
}

type Draft = { -readonly [Key in keyof Schema]: Schema[Key] }

/** int-or-string said in the words of OpenAPI as well, unless the schema says it already (apiextensions' unfold.go). */
function unfolded(schema: Schema): Schema {
  if (schema['x-kubernetes-int-or-string'] !== true) return schema
  const { anyOf, allOf } = schema
  if (isIntOrString(anyOf) || isIntOrString(allOf?.[0]?.anyOf)) return schema
  if (anyOf === undefined) return { ...schema, anyOf: intOrString }
  return { ...schema, allOf: [{ anyOf: intOrString }, ...(allOf ?? [])] }
}

const intOrString: readonly Schema[] = [{ type: 'integer' }, { type: 'string' }]

function isIntOrString(anyOf: readonly Schema[] | undefined): boolean {
  return anyOf?.length === 2 && anyOf[0]?.type === 'integer' && anyOf[1]?.type === 'string'
}

/** What v2 can say of a schema, and what kubectl's v2 code can cope with (apiextensions' openapi/v2/conversion.go). */
function forV2(schema: Schema, isRoot: boolean): Schema {
  const { allOf: _a, anyOf: _b, oneOf: _c, not: _d, default: _e, nullable, properties, items, ...rest } = schema
  const shown: Draft = rest
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true
  if (nullable !== true && !isOpen) {
    if (properties !== undefined) shown.properties = properties
    if (items !== undefined) shown.items = items
  }
  const isUntyped =
    nullable === true || (isOpen && schema.type === 'object') || (shown.items === undefined && schema.type === 'array')
  if (isUntyped && !isRoot) delete shown.type
  const required = schema.required?.filter((name) => schema.properties?.[name]?.nullable !== true) ?? []
  const inner = schema.additionalProperties
  delete shown.required
  if (required.length > 0 && !(typeof inner === 'object' && inner.nullable === true)) shown.required = required
  return shown
}

function sorted(map: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const plainKeywords = [
  'type',
  'format',
  'title',
  'description',
  'default',
  'example',
  'nullable',
  'enum',
  'required',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-validations',
] as const
