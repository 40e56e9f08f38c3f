import { goJson } from '../patch/go-json.ts'
import { type Json, unboxed } from '../patch/json.ts'
import type { Finding, FindingType } from './finding.ts'
import { goQuote } from './go-quote.ts'
import type { StatusCause } from './status.ts'

/** Words, machine-readable reason and whether the value is printed (apimachinery field.ErrorType). */
const ROWS: Readonly<Record<FindingType, readonly [words: string, reason: string, printsValue: boolean]>> = {
  'not-found': ['Not found', 'FieldValueNotFound', true],
  required: ['Required value', 'FieldValueRequired', false],
  duplicate: ['Duplicate value', 'FieldValueDuplicate', true],
  invalid: ['Invalid value', 'FieldValueInvalid', true],
  'not-supported': ['Unsupported value', 'FieldValueNotSupported', true],
  forbidden: ['Forbidden', 'FieldValueForbidden', false],
  'too-long': ['Too long', 'FieldValueTooLong', false],
  'too-short': ['Too short', 'FieldValueTooShort', false],
  'too-many': ['Too many', 'FieldValueTooMany', true],
  'too-few': ['Too few', 'FieldValueTooFew', true],
  internal: ['Internal error', 'InternalError', false],
  'type-invalid': ['Invalid value', 'FieldValueTypeInvalid', true],
}

/** A finding as the API server writes it, without its field: `Invalid value: "x": must be …` (field.Error.ErrorBody). */
export function findingBody({ type, value, detail }: Finding): string {
  const [words, , printsValue] = ROWS[type]
  const shown = printsValue && value !== undefined ? `${words}: ${valueText(value)}` : words
  return detail === undefined || detail === '' ? shown : `${shown}: ${detail}`
}

/** A finding with its field in front: `spec.x: Required value`. A finding about the whole object has the field `<nil>`. */
export function findingText(finding: Finding): string {
  return `${finding.field}: ${findingBody(finding)}`
}

/** Several findings in one text: alone as it is, else in brackets; each text once (field.ErrorList.ToAggregate). */
export function findingsText(findings: readonly Finding[]): string {
  const texts = [...new Set(findings.map(findingText))]
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`
}

/** A finding as a cause of a Status. */
export function findingCause(finding: Finding): StatusCause {
  return { reason: ROWS[finding.type][1], message: findingBody(finding), field: finding.field }
}

/** The finding of a value outside its list: `supported values: "a", "b"` (field.NotSupported). */
export function notSupported(field: string, value: Json, supported: readonly string[]): Finding {
  const detail = supported.length > 0 ? `supported values: ${supported.map(goQuote).join(', ')}` : ''
  return { field, type: 'not-supported', value, detail }
}

/** The finding of a text with too many bytes (field.TooLong). */
export function tooLong(field: string, maxBytes: number): Finding {
  return { field, type: 'too-long', detail: `may not be more than ${maxBytes} ${maxBytes === 1 ? 'byte' : 'bytes'}` }
}

/** The finding of a list with too many items (field.TooMany). A negative count is not printed. */
export function tooMany(field: string, count: number, max: number): Finding {
  const detail = `must have at most ${max} ${max === 1 ? 'item' : 'items'}`
  return { field, type: 'too-many', ...(count >= 0 && { value: count }), detail }
}

function valueText(value: Json): string {
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number') return goNumber(value)
  const plain = unboxed(value)
  if (typeof plain === 'bigint') return String(plain)
  return goJson(value)
}

/** A number as Go's `%v` prints it: exponents have two digits at least. */
export function goNumber(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e21)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  }
  return Object.is(value, -0) ? '-0' : String(value)
}
