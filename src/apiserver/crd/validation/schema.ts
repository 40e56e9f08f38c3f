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
import { goNames, goSchema } from './go-schema.ts'
import { findRulePathFaults } from './rule-paths.ts'
import { findRuleFaults } from './rules.ts'

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
  const own = [...validateSchemaRules(schema, path), ...findRulePathFaults(schema, path)]
  // What a structural schema has no place for is told once.
  const structural = isLoose || own.some(isUnstructured) ? [] : structuralFaults(schema as Schema, path)
  const found = [...rootFaults(schema, path, check), ...structural, ...own]
  if (structural.length > 0 || isLoose || own.some(isUnstructured)) return found
  return [...found, ...findRuleFaults(schema as Schema, path, own)]
}

const unstructured = /(^[^ ]+ is not supported$|^items must be a schema object and not an array$)/

function isUnstructured({ detail = '' }: Finding): boolean {
  return unstructured.test(detail)
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

/** As the reference lists them in its refusal. */
const allowedText =
  '[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations]'

const allowed = new Set(allowedText.slice(1, -1).split(' '))

/** A status is checked by its own part of the schema: nothing at the root may speak of it. */
function statusRootFaults(schema: JsonObject, field: string): readonly Finding[] {
  for (const [key, name] of goNames) {
    if (isZero(schema[key])) continue
    if (key === 'type' && schema['type'] !== 'object') {
      const detail =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled'
      return [{ field: `${field}.type`, type: 'invalid', value: textAt(schema, 'type'), detail }]
    }
    if (allowed.has(name)) continue
    const detail = `only ${allowedText} fields are allowed at the root of the schema if the status subresource is enabled`
    return [{ field, type: 'invalid', value: goSchema(schema), detail }]
  }
  return []
}

function isZero(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || value === false
}
