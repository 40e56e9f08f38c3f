import { mapsAt, textAt } from '#kinds'
import { type Finding, isMap, type JsonObject, type Schema } from '#kube'
import { followPath } from './field-path.ts'

/** Checks that the `fieldPath` of every CEL rule leads to a field of its schema. */
export function findRulePathFaults(schema: JsonObject, field: string): readonly Finding[] {
  const findings: Finding[] = []
  walk(schema, field, findings)
  return findings
}

function walk(schema: JsonObject, field: string, findings: Finding[]): void {
  for (const [at, rule] of mapsAt(schema, 'x-kubernetes-validations').entries()) {
    const value = textAt(rule, 'fieldPath')
    if (value === '' || typeof followPath(value, schema as Schema, true) !== 'string') continue
    const path = `${field}.x-kubernetes-validations[${at}].fieldPath`
    findings.push({ field: path, type: 'invalid', value, detail: 'must be a valid path' })
  }
  const { properties, items, additionalProperties } = schema
  if (isMap(properties)) {
    for (const [key, property] of Object.entries(properties)) {
      if (isMap(property)) walk(property, `${field}.properties[${key}]`, findings)
    }
  }
  if (isMap(items)) walk(items, `${field}.items`, findings)
  if (isMap(additionalProperties)) walk(additionalProperties, `${field}.additionalProperties`, findings)
}
