import { type Describe, groupVersionKindOf, isBuiltInType, schemaOf } from '#kinds'
import type { Json, JsonObject, Schema } from '#kube'
import { type Dialect, reference } from './dialect.ts'

/** What definitions are printed with. */
export interface Definer {
  readonly dialect: Dialect
  readonly describe: Describe
  /** Group versions that are served, for the types that every one of them has. */
  readonly groupVersions: readonly { readonly group: string; readonly version: string }[]
}

/** The definition of a built-in type, as kube-openapi generates it. */
export function builtInDefinition(typeName: string, definer: Definer): JsonObject {
  const { dialect, describe } = definer
  const description = describe(typeName)
  const fixed = fixedDefinitions[dialect][typeName]
  if (fixed !== undefined) return { ...described(description?.type), ...fixed }
  const schema = schemaOf(typeName)
  const properties = Object.keys(schema.properties ?? {}).sort()
  const printed = properties.map((name): [string, Json] => {
    return [name, printProperty(schema.properties?.[name] ?? {}, dialect, description?.properties.get(name))]
  })
  const kinds = groupVersionKinds(typeName, definer)
  return {
    ...described(description?.type),
    ...(printed.length > 0 && { properties: Object.fromEntries(printed) }),
    ...(schema.required !== undefined && { required: [...schema.required] }),
    type: 'object',
    ...(kinds.length > 0 && { 'x-kubernetes-group-version-kind': kinds }),
    ...extensionsOf(schema),
  }
}

/** A property of a built-in type: a named type becomes a reference, with what its field says beside it. */
export function printProperty(schema: Schema, dialect: Dialect, description?: string): JsonObject {
  const value = dialect === 'v3' && schema.default !== undefined ? { default: schema.default } : {}
  if (schema.typeName !== undefined) {
    const beside = { ...value, ...described(description), ...fieldExtensions(schema, schema.typeName) }
    const target = reference(dialect, schema.typeName)
    if (dialect === 'v2') return { ...target, ...beside }
    return Object.keys(beside).length === 0 ? target : { allOf: [target], ...beside }
  }
  const { type, format, items, additionalProperties } = schema
  return {
    ...value,
    ...described(description),
    ...(schema.enum !== undefined && { enum: [...schema.enum] }),
    ...(format !== undefined && { format }),
    ...(type !== undefined && { type }),
    ...(items !== undefined && { items: printProperty(items, dialect) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: printProperty(additionalProperties, dialect),
    }),
    ...extensionsOf(schema),
  }
}

function described(description: string | undefined): JsonObject {
  return description === undefined || description === '' ? {} : { description }
}

const shownExtensions = [
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-unions',
] as const

function extensionsOf(schema: Schema): JsonObject {
  const found: JsonObject = {}
  for (const name of shownExtensions) {
    const value = schema[name]
    if (value !== undefined) found[name] = Array.isArray(value) ? ([...value] as Json) : (value as Json)
  }
  return found
}

/** Extensions that the field has and its type does not have. */
function fieldExtensions(schema: Schema, typeName: string): JsonObject {
  const base = isBuiltInType(typeName) ? schemaOf(typeName) : {}
  const found = extensionsOf(schema)
  for (const name of shownExtensions)
    if (JSON.stringify(base[name]) === JSON.stringify(schema[name])) delete found[name]
  return found
}

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'
const ofEveryGroup: readonly string[] = ['DeleteOptions', 'WatchEvent']

function groupVersionKinds(typeName: string, { groupVersions }: Definer): JsonObject[] {
  const everywhere = ofEveryGroup.find((kind) => typeName === `${meta}.${kind}`)
  if (everywhere !== undefined) return groupVersions.map(({ group, version }) => ({ group, kind: everywhere, version }))
  const own = groupVersionKindOf(typeName)
  return own === undefined ? [] : [{ group: own.group, kind: own.kind, version: own.version }]
}

const extensions = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1'
const anyJson: Readonly<Record<string, JsonObject>> = {
  [`${extensions}.JSON`]: {},
  [`${extensions}.JSONSchemaPropsOrArray`]: {},
  [`${extensions}.JSONSchemaPropsOrBool`]: {},
  [`${extensions}.JSONSchemaPropsOrStringArray`]: {},
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object' },
  [`${meta}.FieldsV1`]: { type: 'object' },
  [`${meta}.Time`]: { format: 'date-time', type: 'string' },
  [`${meta}.MicroTime`]: { format: 'date-time', type: 'string' },
}

/** Types whose JSON is no struct, as their Go methods OpenAPISchemaType and OpenAPIV3OneOfTypes describe them. */
const fixedDefinitions: Readonly<Record<Dialect, Readonly<Record<string, JsonObject>>>> = {
  v2: {
    ...anyJson,
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { format: 'int-or-string', type: 'string' },
  },
  v3: {
    ...anyJson,
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {
      format: 'int-or-string',
      oneOf: [{ type: 'integer' }, { type: 'string' }],
    },
  },
}
