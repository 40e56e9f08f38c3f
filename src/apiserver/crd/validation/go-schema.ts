import { isMap, type Json, type JsonObject } from '#kube'

/** How a keyword of a schema shows in Go: its name, what it is when it is missing, and how its value is shown. */
interface Row {
  readonly key: string
  readonly name: string
  readonly missing: Json
  readonly show?: (value: Json) => Json
}

/** Fields of JSONSchemaProps in the order of the Go type. */
const rows: readonly Row[] = [
  { key: 'id', name: 'ID', missing: '' },
  { key: '$schema', name: 'Schema', missing: '' },
  { key: '$ref', name: 'Ref', missing: null },
  { key: 'description', name: 'Description', missing: '' },
  { key: 'type', name: 'Type', missing: '' },
  { key: 'nullable', name: 'Nullable', missing: false },
  { key: 'format', name: 'Format', missing: '' },
  { key: 'title', name: 'Title', missing: '' },
  { key: 'default', name: 'Default', missing: null },
  { key: 'maximum', name: 'Maximum', missing: null },
  { key: 'exclusiveMaximum', name: 'ExclusiveMaximum', missing: false },
  { key: 'minimum', name: 'Minimum', missing: null },
  { key: 'exclusiveMinimum', name: 'ExclusiveMinimum', missing: false },
  { key: 'maxLength', name: 'MaxLength', missing: null },
  { key: 'minLength', name: 'MinLength', missing: null },
  { key: 'pattern', name: 'Pattern', missing: '' },
  { key: 'maxItems', name: 'MaxItems', missing: null },
  { key: 'minItems', name: 'MinItems', missing: null },
  { key: 'uniqueItems', name: 'UniqueItems', missing: false },
  { key: 'multipleOf', name: 'MultipleOf', missing: null },
  { key: 'enum', name: 'Enum', missing: null },
  { key: 'maxProperties', name: 'MaxProperties', missing: null },
  { key: 'minProperties', name: 'MinProperties', missing: null },
  { key: 'required', name: 'Required', missing: null },
  { key: 'items', name: 'Items', missing: null, show: items },
  { key: 'allOf', name: 'AllOf', missing: null, show: each },
  { key: 'oneOf', name: 'OneOf', missing: null, show: each },
  { key: 'anyOf', name: 'AnyOf', missing: null, show: each },
  { key: 'not', name: 'Not', missing: null, show: goSchema },
  { key: 'properties', name: 'Properties', missing: null, show: eachNamed },
  { key: 'additionalProperties', name: 'AdditionalProperties', missing: null, show: schemaOrBool },
  { key: 'patternProperties', name: 'PatternProperties', missing: null, show: eachNamed },
  { key: 'dependencies', name: 'Dependencies', missing: null },
  { key: 'additionalItems', name: 'AdditionalItems', missing: null, show: schemaOrBool },
  { key: 'definitions', name: 'Definitions', missing: null, show: eachNamed },
  { key: 'externalDocs', name: 'ExternalDocs', missing: null, show: docs },
  { key: 'example', name: 'Example', missing: null },
  { key: 'x-kubernetes-preserve-unknown-fields', name: 'XPreserveUnknownFields', missing: null },
  { key: 'x-kubernetes-embedded-resource', name: 'XEmbeddedResource', missing: false },
  { key: 'x-kubernetes-int-or-string', name: 'XIntOrString', missing: false },
  { key: 'x-kubernetes-list-map-keys', name: 'XListMapKeys', missing: null },
  { key: 'x-kubernetes-list-type', name: 'XListType', missing: null },
  { key: 'x-kubernetes-map-type', name: 'XMapType', missing: null },
  { key: 'x-kubernetes-validations', name: 'XValidations', missing: null, show: rules },
]

/** Keywords of a schema with their names in Go, in its order. */
export const goNames: readonly (readonly [key: string, name: string])[] = rows.map(({ key, name }) => [key, name])

/** A schema as the reference prints the one at fault: every field of the Go type, set or not. */
export function goSchema(schema: Json): Json {
  if (!isMap(schema)) return schema
  return Object.fromEntries(
    rows.map(({ key, name, missing, show }) => {
      const value = schema[key] ?? null
      return [name, value === null ? missing : show === undefined ? value : show(value)]
    }),
  )
}

/** A rule of a schema in the same way. */
export function goRule(rule: JsonObject): Json {
  return {
    Rule: rule['rule'] ?? '',
    Message: rule['message'] ?? '',
    MessageExpression: rule['messageExpression'] ?? '',
    Reason: rule['reason'] ?? null,
    FieldPath: rule['fieldPath'] ?? '',
    OptionalOldSelf: rule['optionalOldSelf'] ?? null,
  }
}

function items(value: Json): Json {
  if (Array.isArray(value)) return { Schema: null, JSONSchemas: value.map(goSchema) }
  return { Schema: goSchema(value), JSONSchemas: null }
}

function each(value: Json): Json {
  return Array.isArray(value) ? value.map(goSchema) : value
}

function eachNamed(value: Json): Json {
  if (!isMap(value)) return value
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map((name) => [name, goSchema(value[name] ?? null)]))
}

function schemaOrBool(value: Json): Json {
  if (typeof value === 'boolean') return { Allows: value, Schema: null }
  return { Allows: true, Schema: goSchema(value) }
}

function docs(value: Json): Json {
  return isMap(value) ? { Description: value['description'] ?? '', URL: value['url'] ?? '' } : value
}

function rules(value: Json): Json {
  return Array.isArray(value) ? value.map((rule) => (isMap(rule) ? goRule(rule) : rule)) : value
}
