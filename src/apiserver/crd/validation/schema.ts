import { isSet, isTrue, mapAt, mapsAt, schemaOf, textAt } from '#kinds'
import {
  type Finding,
  type Json,
  type JsonObject,
  type KubeObject,
  type Schema,
  sameJson,
  validateDefaults,
  validateSchemaRules,
  validateStructural,
} from '#kube'
import { validateMetadata } from '../instance-faults.ts'
import { compilePattern } from '../pattern.ts'
import { metadataType } from '../stored-form.ts'
import { findRulePathFaults } from './rule-paths.ts'

/** What a schema is checked against besides itself. */
export interface SchemaCheck {
  /** The definition before the change. */
  readonly old?: KubeObject
  readonly hasStatus?: boolean
}

/** What is wrong with the schema of a version (validateCustomResourceDefinitionValidation). */
export function findSchemaFaults(validation: Json | undefined, field: string, check: SchemaCheck): readonly Finding[] {
  if (!isSet(mapAt(validation), 'openAPIV3Schema')) return []
  const schema = mapAt(validation, 'openAPIV3Schema')
  const path = `${field}.openAPIV3Schema`
  // What was accepted once stays so: the same schema is not looked at again.
  if (check.old !== undefined && isKnown(schema, check.old)) return rootFaults(schema, path, check)
  const isLoose = check.old !== undefined && hasLooseSchema(check.old)
  return [
    ...rootFaults(schema, path, check),
    ...(isLoose ? [] : structuralFaults(schema as Schema, path)),
    ...validateSchemaRules(schema, path),
    ...findRulePathFaults(schema, path),
  ]
}

function isKnown(schema: JsonObject, old: KubeObject): boolean {
  return mapsAt(mapAt(old, 'spec'), 'versions').some((version) =>
    sameJson(mapAt(version, 'schema', 'openAPIV3Schema'), schema),
  )
}

/** Whether a definition of long ago has a schema that is not structural: its next one need not be so either. */
function hasLooseSchema(old: KubeObject): boolean {
  return mapsAt(mapAt(old, 'spec'), 'versions').some((version) => {
    const schema = mapAt(version, 'schema', 'openAPIV3Schema') as Schema
    return Object.keys(schema).length > 0 && validateStructural(schema, '', compilePattern).length > 0
  })
}

function structuralFaults(schema: Schema, field: string): readonly Finding[] {
  const found = validateStructural(schema, field, compilePattern)
  if (found.length > 0) return found
  return validateDefaults(schema, field, { compilePattern, metadata: schemaOf(metadataType), validateMetadata })
}

function rootFaults(schema: JsonObject, field: string, { hasStatus = false }: SchemaCheck): readonly Finding[] {
  const detail = 'nullable cannot be true at the root'
  return [
    ...(hasStatus ? statusRootFaults(schema, field) : []),
    ...(isTrue(schema, 'nullable') ? [{ field: `${field}.nullable`, type: 'forbidden', detail } as const] : []),
  ]
}

/** Fields of a schema in the order of the Go type, with those that a root may have beside a status. */
const rootFields: readonly (readonly [key: string, name: string, isAllowed: boolean])[] = [
  ['id', 'ID', false],
  ['$schema', 'Schema', false],
  ['$ref', 'Ref', false],
  ['description', 'Description', true],
  ['type', 'Type', true],
  ['nullable', 'Nullable', false],
  ['format', 'Format', true],
  ['title', 'Title', true],
  ['default', 'Default', false],
  ['maximum', 'Maximum', true],
  ['exclusiveMaximum', 'ExclusiveMaximum', true],
  ['minimum', 'Minimum', true],
  ['exclusiveMinimum', 'ExclusiveMinimum', true],
  ['maxLength', 'MaxLength', true],
  ['minLength', 'MinLength', true],
  ['pattern', 'Pattern', true],
  ['maxItems', 'MaxItems', true],
  ['minItems', 'MinItems', true],
  ['uniqueItems', 'UniqueItems', true],
  ['multipleOf', 'MultipleOf', true],
  ['enum', 'Enum', false],
  ['maxProperties', 'MaxProperties', false],
  ['minProperties', 'MinProperties', false],
  ['required', 'Required', true],
  ['items', 'Items', true],
  ['allOf', 'AllOf', false],
  ['oneOf', 'OneOf', false],
  ['anyOf', 'AnyOf', false],
  ['not', 'Not', false],
  ['properties', 'Properties', true],
  ['additionalProperties', 'AdditionalProperties', false],
  ['patternProperties', 'PatternProperties', false],
  ['dependencies', 'Dependencies', false],
  ['additionalItems', 'AdditionalItems', false],
  ['definitions', 'Definitions', false],
  ['externalDocs', 'ExternalDocs', true],
  ['example', 'Example', true],
  ['x-kubernetes-preserve-unknown-fields', 'XPreserveUnknownFields', true],
  ['x-kubernetes-embedded-resource', 'XEmbeddedResource', false],
  ['x-kubernetes-int-or-string', 'XIntOrString', false],
  ['x-kubernetes-list-map-keys', 'XListMapKeys', false],
  ['x-kubernetes-list-type', 'XListType', false],
  ['x-kubernetes-map-type', 'XMapType', false],
  ['x-kubernetes-validations', 'XValidations', true],
]

/** As the reference lists them in its refusal. */
const allowedText =
  '[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations]'

/** A status is checked by its own part of the schema: nothing at the root may speak of it. */
function statusRootFaults(schema: JsonObject, field: string): readonly Finding[] {
  for (const [key, , isAllowed] of rootFields) {
    if (isZero(schema[key])) continue
    if (key === 'type' && schema['type'] !== 'object') {
      const detail =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled'
      return [{ field: `${field}.type`, type: 'invalid', value: textAt(schema, 'type'), detail }]
    }
    if (isAllowed) continue
    const detail = `only ${allowedText} fields are allowed at the root of the schema if the status subresource is enabled`
    return [{ field, type: 'invalid', value: schema, detail }]
  }
  return []
}

function isZero(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || value === false
}
