import type { FindingType } from '../../status/finding.ts'
import { additionalOf, propertyOf } from '../properties.ts'
import type { Schema } from '../schema.ts'
import { type Check, checkValueValidation, exceptionsOf } from './nested.ts'

/** Where a schema stands. */
export type Level = 'root' | 'item' | 'field'

/** Checks what every level of a structural schema must be. */
export function checkInvariants(schema: Schema, level: Level, field: string, check: Check): void {
  const tell = teller(check)
  const { items, properties = {} } = schema
  if (schema.type === 'array' && items === undefined) tell('required', `${field}.items`, 'must be specified')
  if (items !== undefined) checkInvariants(items, 'item', `${field}.items`, check)
  for (const key of Object.keys(properties)) {
    checkInvariants(properties[key] as Schema, 'field', `${field}.properties[${key}]`, check)
  }
  checkAdditional(schema, level, field, check)
  checkExtensions(schema, field, check)
  checkValueValidation(schema, exceptionsOf(schema), field, check)
  checkType(schema, level, field, check)
  checkHead(schema, level, field, check)
}

const EMBEDDED = 'x-kubernetes-embedded-resource'
const PRESERVE = 'x-kubernetes-preserve-unknown-fields'
const INT_OR_STRING = 'x-kubernetes-int-or-string'

function checkAdditional(schema: Schema, level: Level, field: string, check: Check): void {
  if (schema.additionalProperties === undefined) return
  const tell = teller(check)
  const path = `${field}.additionalProperties`
  if (level === 'root') tell('forbidden', path, 'must not be used at the root')
  const additional = additionalOf(schema)
  if (additional !== undefined) checkInvariants(additional, 'field', path, check)
  if (schema[EMBEDDED] === true) tell('forbidden', path, `must not be used if ${EMBEDDED} is set`)
}

function checkExtensions(schema: Schema, field: string, { findings }: Check): void {
  if (schema[INT_OR_STRING] !== true) return
  const detail = `must be false if ${INT_OR_STRING} is true`
  for (const key of [PRESERVE, EMBEDDED] as const) {
    if (schema[key] === true) findings.push({ field: `${field}.${key}`, type: 'invalid', value: true, detail })
  }
}

const MISSING_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
}

function checkType(schema: Schema, level: Level, field: string, check: Check): void {
  const { type } = schema
  const path = `${field}.type`
  const tell = teller(check)
  if (schema[EMBEDDED] === true && type !== 'object') {
    const detail = `must be object if ${EMBEDDED} is true`
    if (type === undefined) tell('required', path, detail)
    else check.findings.push({ field: path, type: 'invalid', value: type, detail })
  } else if (type === undefined && schema[INT_OR_STRING] !== true && schema[PRESERVE] !== true) {
    tell('required', path, MISSING_TYPE[level])
  }
  if (level === 'root' && type !== undefined && type !== 'object') {
    check.findings.push({ field: path, type: 'invalid', value: type, detail: 'must be object at the root' })
  }
}

/** `apiVersion`, `kind` and `metadata` of whole objects are what they are everywhere. */
function checkHead(schema: Schema, level: Level, field: string, check: Check): void {
  const isObject = level === 'root' || schema[EMBEDDED] === true
  for (const key of ['kind', 'apiVersion']) {
    const property = isObject ? propertyOf(schema, key) : undefined
    if (property === undefined || property.type === 'string') continue
    const value = property.type ?? ''
    check.findings.push({ field: `${field}.properties[${key}].type`, type: 'invalid', value, detail: 'must be string' })
  }
  const metadata = propertyOf(schema, 'metadata')
  if (metadata !== undefined) checkMetadata(metadata, { isObject, level }, `${field}.properties[metadata]`, check)
  const isOpen = schema[PRESERVE] === true || Object.keys(schema.properties ?? {}).length > 0
  if (schema[EMBEDDED] === true && !isOpen) {
    teller(check)('required', `${field}.properties`, `must not be empty if ${EMBEDDED} is true without ${PRESERVE}`)
  }
}

function checkMetadata(
  metadata: Schema,
  { isObject, level }: { readonly isObject: boolean; readonly level: Level },
  field: string,
  check: Check,
): void {
  if (isObject && metadata.type !== 'object') {
    check.findings.push({
      field: `${field}.type`,
      type: 'invalid',
      value: metadata.type ?? '',
      detail: 'must be object',
    })
  }
  if (level !== 'root') return
  const { type: _, default: __, properties = {}, ...rest } = metadata
  const names = Object.keys(properties)
  const isNames = names.every((name) => name === 'name' || name === 'generateName')
  if (isNames && Object.keys(rest).length === 0) return
  const detail = 'must not specify anything other than name and generateName, but metadata is implicitly specified'
  teller(check)('forbidden', field, detail)
}

function teller({ findings }: Check): (type: FindingType, field: string, detail: string) => void {
  return (type, field, detail) => void findings.push({ field, type, detail })
}
