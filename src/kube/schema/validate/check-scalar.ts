import { goJson } from '../../patch/go-json.ts'
import { type Json, sameJson } from '../../patch/json.ts'
import { goQuote } from '../../status/go-quote.ts'
import { goNumber, notSupported, tooLong } from '../../status/print-finding.ts'
import type { Schema } from '../schema.ts'
import { sortKeys } from '../sort-keys.ts'
import { formats } from './format.ts'
import { addFault, type Fault, faultOf, fieldOf, newResult, type Result, rootFault, typeFault } from './result.ts'

/** The types that a value may have; a text or a number where the schema says int-or-string. */
export function typesOf(schema: Schema): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string']
  return schema.type === undefined ? [] : [schema.type]
}

/** The format of a schema that means something for its type; others are ignored. */
export function formatOf(schema: Schema): string {
  const { format = '' } = schema
  if (format === '') return ''
  const types = typesOf(schema)
  const type = types.length === 1 ? types[0] : ''
  if (type === '' || type === 'string') return Object.hasOwn(formats, plainFormat(format)) ? format : ''
  if (type === 'integer') return format === 'int32' || format === 'int64' ? format : ''
  return type === 'number' && (format === 'float' || format === 'double') ? format : ''
}

/** Checks the type of a value that is not null. */
export function checkType(schema: Schema, value: Json, path: string): Result {
  const types = typesOf(schema)
  const format = formatOf(schema)
  const [found, foundFormat] = kindOf(value)
  const isNumber = typeof value === 'number'
  const fits = types.includes(found) || (isNumber && found === 'integer' && types.includes('number'))
  const hasText = typeof value === 'string' || Array.isArray(value)
  const result = newResult()
  if (!hasText && format !== '' && !fits && foundFormat !== format) {
    addFault(result, typeFault(path, format, foundFormat))
  } else if (hasText && format !== '' && !types.includes('number') && !types.includes('integer')) result.matches++
  else if (fits) result.matches++
  else addFault(result, typeFault(path, types.join(','), found))
  return result
}

function kindOf(value: Json): readonly [type: string, format: string] {
  if (Array.isArray(value)) return ['array', '']
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'int64'] : ['number', 'float64']
  if (typeof value === 'string') return ['string', '']
  return typeof value === 'boolean' ? ['boolean', ''] : ['object', '']
}

/** The first thing that is wrong with the length or form of a text. */
export function textFault(
  schema: Schema,
  text: string,
  path: string,
  compilePattern: (pattern: string) => (text: string) => boolean,
): Fault | undefined {
  const { maxLength, minLength, pattern = '' } = schema
  const length = maxLength === undefined && minLength === undefined ? 0 : lengthOf(text)
  if (maxLength !== undefined && length > maxLength) {
    const message = `${path} in body should be at most ${maxLength} chars long`
    return { message, finding: tooLong(fieldOf(path), maxLength) }
  }
  if (minLength !== undefined && length < minLength) {
    return faultOf(path, `should be at least ${minLength} chars long`, text)
  }
  return pattern === '' ? undefined : patternFault(pattern, text, path, compilePattern)
}

function patternFault(
  pattern: string,
  text: string,
  path: string,
  compilePattern: (pattern: string) => (text: string) => boolean,
): Fault | undefined {
  try {
    return compilePattern(pattern)(text) ? undefined : faultOf(path, `should match '${pattern}'`, text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return faultOf(path, `should match '${pattern}, but pattern is invalid: ${why}'`, text)
  }
}

/** A text that has not the format of its schema. */
export function formatFault(schema: Schema, text: string, path: string): Fault | undefined {
  const format = formatOf(schema)
  const isValid = formats[plainFormat(format)]
  if (isValid === undefined || isValid(text)) return undefined
  const message = `${path} in body must be of type ${format}: ${goQuote(text)}`
  return { message, finding: { field: fieldOf(path), type: 'type-invalid', value: text, detail: message } }
}

/** Everything that is wrong with a number. */
export function checkNumber(schema: Schema, value: number, path: string): Result {
  const result = newResult(1)
  const range = rangeFault(schema, value, path)
  if (range !== undefined) addFault(result, range)
  const { multipleOf, maximum, minimum } = schema
  if (multipleOf !== undefined) {
    const fault = multipleFault(multipleOf, value, path)
    if (fault !== undefined) addFault(result, fault)
  }
  const isExclusive = { max: schema.exclusiveMaximum === true, min: schema.exclusiveMinimum === true }
  if (maximum !== undefined && (isExclusive.max ? value >= maximum : value > maximum)) {
    addFault(
      result,
      faultOf(path, `should be less than ${isExclusive.max ? '' : 'or equal to '}${goNumber(maximum)}`, value),
    )
  }
  if (minimum !== undefined && (isExclusive.min ? value <= minimum : value < minimum)) {
    addFault(
      result,
      faultOf(path, `should be greater than ${isExclusive.min ? '' : 'or equal to '}${goNumber(minimum)}`, value),
    )
  }
  return result
}

const MAX_FLOAT32 = 3.4028235677973366e38

function rangeFault(schema: Schema, value: number, path: string): Fault | undefined {
  const types = typesOf(schema)
  const format = formatOf(schema)
  if (types.length !== 1) return undefined
  if (types[0] === 'number') {
    const isIn = format !== 'float' || Math.abs(value) < MAX_FLOAT32
    return isIn ? undefined : rootFault(`Checked value must be of type number with format float in ${path}`)
  }
  if (types[0] !== 'integer') return undefined
  const limit = format === 'int32' ? 2 ** 31 : 2 ** 63
  if (Number.isInteger(value) && value >= -limit && value < limit) return undefined
  const what = format === '' ? '(default format)' : `with format ${format}`
  return rootFault(`Checked value must be of type integer ${what} in ${path}`)
}

function multipleFault(factor: number, value: number, path: string): Fault | undefined {
  if (factor <= 0) {
    const message = `factor MultipleOf declared for ${path} must be positive: ${goNumber(factor)}`
    return { message, finding: { field: fieldOf(path), type: 'invalid', value: factor, detail: message } }
  }
  const times = factor < 1 ? (1 / factor) * value : value / factor
  return isWhole(times) ? undefined : faultOf(path, `should be a multiple of ${goNumber(factor)}`, value)
}

/** Whole but for the rounding of floats. */
function isWhole(value: number): boolean {
  if (!Number.isFinite(value)) return false
  const nearest = Math.round(value)
  return Math.abs(value - nearest) <= 1e-9 * Math.max(1, Math.abs(value))
}

/** A value outside of its list. */
export function enumFault(schema: Schema, value: Json, path: string): Fault | undefined {
  const { enum: allowed = [] } = schema
  if (allowed.length === 0 || (value !== null && allowed.some((one) => sameJson(one, value)))) return undefined
  const texts = allowed.map((one) => (typeof one === 'string' ? one : goJson(sortKeys(one))))
  return {
    message: `${path} in body should be one of [${texts.join(' ')}]`,
    finding: notSupported(fieldOf(path), sortKeys(value), texts),
  }
}

function plainFormat(format: string): string {
  return format.replaceAll('-', '')
}

function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}
