import { countRunes, quoteSingle } from '../go-text.ts'
import { compareNumbers, formatCount, formatEnglish, isMultiple, type JsonNumber, toFloat } from '../number.ts'
import type { Frame } from './frame.ts'

/** Checks a string. */
export function validateString(frame: Frame, value: string): void {
  const { schema } = frame
  const { minLength, maxLength, pattern } = schema
  if (minLength !== undefined || maxLength !== undefined) {
    const length = countRunes(value)
    if (minLength !== undefined && length < minLength) frame.add(counted('minLength', length, minLength))
    if (maxLength !== undefined && length > maxLength) frame.add(counted('maxLength', length, maxLength))
  }
  if (pattern !== undefined && !pattern.matches(value)) {
    frame.add(`${quoteSingle(value)} does not match pattern ${quoteSingle(pattern.source)}`)
  }
}

/** `KEYWORD: got N, want M` for counts. */
export function counted(keyword: string, got: number, want: number): string {
  return `${keyword}: got ${formatCount(got)}, want ${formatCount(want)}`
}

type Fails = (difference: number) => boolean
const BOUNDS: readonly (readonly ['minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum', Fails])[] = [
  ['minimum', (difference) => difference < 0],
  ['maximum', (difference) => difference > 0],
  ['exclusiveMinimum', (difference) => difference <= 0],
  ['exclusiveMaximum', (difference) => difference >= 0],
]

/** Checks a number. */
export function validateNumber(frame: Frame, value: JsonNumber): void {
  const { schema } = frame
  const compared = (keyword: string, want: JsonNumber): string =>
    `${keyword}: got ${formatEnglish(toFloat(value))}, want ${formatEnglish(toFloat(want))}`
  for (const [keyword, fails] of BOUNDS) {
    const limit = schema[keyword]
    if (limit !== undefined && fails(compareNumbers(value, limit))) frame.add(compared(keyword, limit))
  }
  if (schema.multipleOf !== undefined && !isMultiple(value, schema.multipleOf)) {
    frame.add(compared('multipleOf', schema.multipleOf))
  }
}
