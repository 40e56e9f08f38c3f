import { isMap, type Json, type JsonObject, textOf } from '../../patch/json.ts'
import type { Finding, FindingType } from '../../status/finding.ts'
import { notSupported } from '../../status/print-finding.ts'
import { checkListRules } from './list-rules.ts'
import { checkRuleTexts } from './rule-texts.ts'

/**
 * What the API server does not take in the `openAPIV3Schema` of a CRD besides what makes it structural
 * (apiextensions validation.ValidateCustomResourceDefinitionOpenAPISchema). CEL rules are only looked at as texts.
 */
export function validateSchemaRules(schema: JsonObject, field: string): readonly Finding[] {
  const findings: Finding[] = []
  walk(schema, field, { findings, isRoot: true, isInMeta: false, whyNoDefault: '' })
  return findings
}

interface Visit {
  readonly findings: Finding[]
  readonly isRoot: boolean
  /** Below the metadata of an object. */
  readonly isInMeta: boolean
  /** Why no default may stand here; empty where it may. */
  readonly whyNoDefault: string
}

const META = ['metadata', 'kind', 'apiVersion']
const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string']
const UNSUPPORTED = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref']

function walk(schema: JsonObject, field: string, visit: Visit): void {
  checkKeywords(schema, field, visit)
  const { additionalProperties, not, items } = schema
  const properties = isMap(schema.properties) ? schema.properties : {}
  const inner = { ...visit, isRoot: false }
  if (isMap(additionalProperties)) {
    const why = visit.isInMeta ? 'inside additionalProperties applying to object metadata' : visit.whyNoDefault
    walk(additionalProperties, `${field}.additionalProperties`, { ...inner, whyNoDefault: why })
  }
  for (const key of Object.keys(properties)) {
    const property = properties[key]
    if (isMap(property)) walk(property, `${field}.properties[${key}]`, visitOf(schema, key, visit))
  }
  if (isMap(not)) walk(not, `${field}.not`, inner)
  for (const key of ['allOf', 'oneOf', 'anyOf'] as const) {
    const list = schema[key]
    if (Array.isArray(list)) list.forEach((one, at) => isMap(one) && walk(one, `${field}.${key}[${at}]`, inner))
  }
  if (isMap(items)) walk(items, `${field}.items`, inner)
  checkExtensions(schema, field, visit.findings)
  checkListRules(schema, field, visit.findings)
  checkRuleTexts(schema, field, visit.findings)
}

function visitOf(schema: JsonObject, key: string, visit: Visit): Visit {
  const inner = { ...visit, isRoot: false }
  const isHead = visit.isRoot || schema['x-kubernetes-embedded-resource'] === true
  if (!isHead || !META.includes(key)) return inner
  return { ...inner, isInMeta: true, ...(visit.isRoot && { whyNoDefault: `in top-level ${key}` }) }
}

function checkKeywords(schema: JsonObject, field: string, { findings, isInMeta, whyNoDefault }: Visit): void {
  const tell = (key: string, detail: string, type: FindingType = 'forbidden'): void =>
    void findings.push({ field: `${field}.${key}`, type, detail })
  const type = textOf(schema.type)
  if (type !== '' && !TYPES.includes(type)) findings.push(notSupported(`${field}.type`, type, TYPES))
  if (isSaid(schema.default) && whyNoDefault !== '') tell('default', `must not be set ${whyNoDefault}`)
  for (const key of UNSUPPORTED) if (isSaid(schema[key])) tell(key, `${key} is not supported`)
  if (type === 'null') tell('type', 'type cannot be set to null, use nullable as an alternative')
  if (Array.isArray(schema.items)) tell('items', 'items must be a schema object and not an array')
  if (isInMeta && schema['x-kubernetes-embedded-resource'] === true) {
    tell('x-kubernetes-embedded-resource', 'must not be used inside of resource meta')
  }
  if (schema.uniqueItems === true) {
    tell('uniqueItems', 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic')
  }
  const hasProperties = isMap(schema.properties) && Object.keys(schema.properties).length > 0
  const { additionalProperties } = schema
  if (hasProperties && additionalProperties !== undefined && additionalProperties !== true) {
    tell('additionalProperties', 'additionalProperties and properties are mutual exclusive')
  }
}

const PRESERVE = 'x-kubernetes-preserve-unknown-fields'
const MAP_TYPE = 'x-kubernetes-map-type'

function checkExtensions(schema: JsonObject, field: string, findings: Finding[]): void {
  if (schema[PRESERVE] === false) {
    findings.push({ field: `${field}.${PRESERVE}`, type: 'invalid', value: false, detail: 'must be true or undefined' })
  }
  const mapType = schema[MAP_TYPE]
  if (mapType === undefined) return
  const type = textOf(schema.type)
  if (type !== 'object') {
    const detail = `must be object if ${MAP_TYPE} is specified`
    const path = `${field}.type`
    findings.push(
      type === '' ? { field: path, type: 'required', detail } : { field: path, type: 'invalid', value: type, detail },
    )
  }
  if (mapType !== 'atomic' && mapType !== 'granular') {
    findings.push(notSupported(`${field}.${MAP_TYPE}`, mapType, ['atomic', 'granular']))
  }
}

function isSaid(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== ''
}
