import { goQuote } from '../status/go-quote.ts'
import { DecodeError } from './error.ts'

const SECONDS = '2006-01-02T15:04:05Z07:00'
const MICROS = '2006-01-02T15:04:05.000000Z07:00'
const PARTS: readonly [element: string, form: RegExp][] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
  ['05', /^\d\d/],
]
const STORED = /^\d{4}-\d\d-(?:[01]\d|2[0-8])T\d\d:[0-5]\d:[0-5]\dZ$/
const ZONE = /^(?:Z|[+-]\d\d:\d\d)/

/**
 * An RFC 3339 text in the form in which times are stored: UTC, whole seconds (or microseconds). Throws `type` with the
 * text of Go's time.Parse.
 */
export function readTime(text: string, hasMicros: boolean): string {
  if (!hasMicros && STORED.test(text) && !Number.isNaN(Date.parse(text))) return text
  const layout = hasMicros ? MICROS : SECONDS
  let rest = text
  for (const [element, form] of PARTS) rest = eat(rest, { element, form, text, layout })
  const fraction = /^[.,](\d+)/.exec(rest)
  if (hasMicros && (fraction?.[1] ?? '').length < 6) throw cannotParse(rest, '.000000', text, layout)
  if (fraction !== null) rest = rest.slice(fraction[0].length)
  const end = eat(rest, { element: 'Z07:00', form: ZONE, text, layout })
  if (end !== '') throw badTime(text, layout, `: extra text: ${goQuote(end)}`)
  checkRange(text, layout)
  return print(text.slice(0, 19) + (rest === '' ? 'Z' : rest), hasMicros ? (fraction?.[1] ?? '').slice(0, 6) : '')
}

interface Part {
  readonly element: string
  readonly form: RegExp
  readonly text: string
  readonly layout: string
}

function eat(rest: string, { element, form, text, layout }: Part): string {
  const found = form.exec(rest)
  if (found === null) throw cannotParse(rest, element, text, layout)
  return rest.slice(found[0].length)
}

function checkRange(text: string, layout: string): void {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (text.slice(0, 19).match(/\d+/g) ?? []).map(
    Number,
  )
  const days = new Date(Date.UTC(year === 0 ? 4 : year, month, 0)).getUTCDate()
  const isOut: readonly [boolean, string][] = [
    [month < 1 || month > 12, 'month'],
    [hour > 23, 'hour'],
    [minute > 59, 'minute'],
    [second > 59, 'second'],
    [day < 1 || day > days, 'day'],
  ]
  const found = isOut.find(([isWrong]) => isWrong)
  if (found !== undefined) throw badTime(text, layout, `: ${found[1]} out of range`)
}

function print(text: string, micros: string): string {
  if (text.endsWith('Z')) return micros === '' ? text : `${text.slice(0, -1)}.${micros}Z`
  const time = new Date(text)
  const seconds = time.toISOString().slice(0, 19)
  return micros === '' ? `${seconds}Z` : `${seconds}.${micros}Z`
}

function cannotParse(rest: string, element: string, text: string, layout: string): DecodeError {
  return badTime(text, layout, `: cannot parse ${goQuote(rest)} as ${goQuote(element)}`)
}

function badTime(text: string, layout: string, why: string): DecodeError {
  const isRange = !why.startsWith(': cannot')
  const what = isRange
    ? `parsing time ${goQuote(text)}${why}`
    : `parsing time ${goQuote(text)} as ${goQuote(layout)}${why}`
  return new DecodeError('type', what)
}
