import type { Finding } from '../../status/finding.ts'
import type { Schema } from '../schema.ts'

/** What the checks of a schema share. */
export interface Check {
  readonly findings: Finding[]
  compilePattern(pattern: string): unknown
}

/** Which parts of the int-or-string idiom may say a type. */
export interface Exceptions {
  readonly skipsAnyOf: boolean
  readonly skipsAnyOfInFirstAllOf: boolean
}

const NO_EXCEPTIONS: Exceptions = { skipsAnyOf: false, skipsAnyOfInFirstAllOf: false }

/** The exceptions of a schema that spells int-or-string out. */
export function exceptionsOf({ anyOf, allOf }: Schema): Exceptions {
  return { skipsAnyOf: isIntOrString(anyOf), skipsAnyOfInFirstAllOf: isIntOrString(allOf?.[0]?.anyOf) }
}

function isIntOrString(schemas: readonly Schema[] | undefined): boolean {
  const types = schemas?.map((schema) => (Object.keys(schema).length === 1 ? schema.type : undefined))
  return types?.length === 2 && types[0] === 'integer' && types[1] === 'string'
}

/** Checks `anyOf`, `allOf`, `oneOf`, `not` and the pattern of a schema. */
export function checkValueValidation(schema: Schema, exceptions: Exceptions, field: string, check: Check): void {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern = '' } = schema
  if (!exceptions.skipsAnyOf)
    anyOf.forEach((one, at) => checkNested(one, NO_EXCEPTIONS, `${field}.anyOf[${at}]`, check))
  allOf.forEach((one, at) => {
    const skipsAnyOf = exceptions.skipsAnyOfInFirstAllOf && at === 0
    checkNested(one, { ...NO_EXCEPTIONS, skipsAnyOf }, `${field}.allOf[${at}]`, check)
  })
  oneOf.forEach((one, at) => checkNested(one, NO_EXCEPTIONS, `${field}.oneOf[${at}]`, check))
  if (not !== undefined) checkNested(not, NO_EXCEPTIONS, `${field}.not`, check)
  if (pattern !== '') checkPattern(pattern, field, check)
}

function checkPattern(pattern: string, field: string, check: Check): void {
  try {
    check.compilePattern(pattern)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const detail = `must be a valid regular expression, but isn't: ${why}`
    check.findings.push({ field: `${field}.pattern`, type: 'invalid', value: pattern, detail })
  }
}

/** What a schema inside of a junctor may not say, and the words for it. */
const FORBIDDEN: readonly [keyof Schema, (value: unknown) => boolean, string][] = [
  ['type', isText, 'must be empty to be structural'],
  ['additionalProperties', isThere, 'must be undefined to be structural'],
  ['default', isThere, 'must be undefined to be structural'],
  ['title', isText, 'must be empty to be structural'],
  ['description', isText, 'must be empty to be structural'],
  ['nullable', isTrue, 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', isTrue, 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', isTrue, 'must be false to be structural'],
  ['x-kubernetes-int-or-string', isTrue, 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', isFilled, 'must be empty to be structural'],
  ['x-kubernetes-list-type', isThere, 'must be undefined to be structural'],
  ['x-kubernetes-map-type', isThere, 'must be undefined to be structural'],
  ['x-kubernetes-validations', isFilled, 'must be empty to be structural'],
]

function checkNested(schema: Schema, exceptions: Exceptions, field: string, check: Check): void {
  checkValueValidation(schema, exceptions, field, check)
  const { items, properties = {} } = schema
  if (items !== undefined) checkNested(items, NO_EXCEPTIONS, `${field}.items`, check)
  for (const key of Object.keys(properties)) {
    checkNested(properties[key] as Schema, NO_EXCEPTIONS, `${field}.properties[${key}]`, check)
  }
  for (const [key, isSaid, detail] of FORBIDDEN) {
    if (isSaid(schema[key])) check.findings.push({ field: `${field}.${key}`, type: 'forbidden', detail })
  }
  if (Object.hasOwn(properties, 'metadata')) {
    const detail = 'must not be specified in a nested context'
    check.findings.push({ field: `${field}.properties[metadata]`, type: 'forbidden', detail })
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null
}

function isTrue(value: unknown): boolean {
  return value === true
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}
