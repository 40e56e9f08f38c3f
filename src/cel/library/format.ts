import { failure } from '../run/failure.ts'
import { typeNameOf } from '../value/kind.ts'
import { printDouble } from '../value/print.ts'
import { Duration, List, Mapping, Timestamp, TypeValue, Uint, type Value } from '../value/value.ts'
import { reading } from './cost.ts'
import { method, type Overload } from './overload.ts'
import { quote } from './quote.ts'
import { printTimestamp } from './time-text.ts'

/** `'%s is %d'.format([a, b])` (strings extension, version 2). */
export const format: readonly Overload[] = [method('format', 'string, list(dyn) -> string', formatText, reading(0))]

const CLAUSE = /%(?:%|(?:\.(\d+))?([a-zA-Z]))?/g
const MAX_PRECISION = 1000

/** What is wrong with a format and those of its values that are known, and which value it is about. */
export function formatProblem(
  text: string,
  values: readonly (Value | undefined)[],
): { readonly message: string; readonly index?: number } | undefined {
  let next = 0
  for (const [clause, precision, letter] of text.matchAll(CLAUSE)) {
    if (clause === '%%') continue
    const index = next++
    const isKnown = letter !== undefined && Object.hasOwn(CLAUSES, letter)
    if (isKnown && index >= values.length) return { message: `index ${index} out of range` }
    const message = messageOf(letter ?? '', isKnown ? values[index] : null, precision)
    if (message !== undefined) return isKnown ? { message, index } : { message }
  }
  return undefined
}

function messageOf(letter: string, value: Value | undefined, precision: string | undefined): string | undefined {
  if (value === undefined) return undefined
  try {
    formatValue(letter, value, precision === undefined ? undefined : Number(precision))
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function formatText(text: string, list: List): string {
  let next = 0
  const result = text.replace(CLAUSE, (clause: string, precision?: string, letter?: string) => {
    if (clause === '%%') return '%'
    if (letter === undefined) throw failure('unexpected end of string')
    if (next >= list.size) throw failure(`index ${next} out of range`)
    return formatValue(letter, list.at(next++), precision === undefined ? undefined : Number(precision))
  })
  return result
}

function formatValue(letter: string, value: Value, precision?: number): string {
  const write = Object.hasOwn(CLAUSES, letter) ? CLAUSES[letter] : undefined
  if (write === undefined)
    throw failure(`could not parse formatting clause: unrecognized formatting clause ${JSON.stringify(letter)}`)
  if (precision !== undefined && precision > MAX_PRECISION)
    throw failure(
      `could not parse formatting clause: error while parsing precision: precision exceeds maximum ${MAX_PRECISION}`,
    )
  return write(value, precision ?? 6)
}

const CLAUSES: Readonly<Record<string, (value: Value, precision: number) => string>> = {
  s: textOf,
  d: decimalOf,
  f: (value, precision) => grouped(numberOf(value, 'fixed-point').toFixed(Math.min(precision, 100))),
  e: (value, precision) => scientificOf(numberOf(value, 'scientific'), Math.min(precision, 100)),
  b: binaryOf,
  x: (value) => hexadecimalOf(value),
  X: (value) => hexadecimalOf(value).toUpperCase(),
  o: octalOf,
}

function refuse(clause: string, allowed: string, value: Value): never {
  throw failure(
    `error during formatting: ${clause} clause can only be used on ${allowed}, was given ${typeNameOf(value)}`,
  )
}

function textOf(value: Value): string {
  if (value instanceof List) return `[${[...value].map(partOf).join(', ')}]`
  if (value instanceof Mapping) return mapOf(value)
  if (value === null) return 'null'
  if (value instanceof Uint) return String(value.value)
  if (typeof value === 'number') return printDouble(value, 6)
  if (value instanceof Timestamp) return printTimestamp(value.nanoseconds, value.offset)
  if (value instanceof Duration) return `${printDouble(Number(value.nanoseconds) / 1e9, 1000)}s`
  if (value instanceof TypeValue) return value.name
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (typeof value === 'object')
    refuse('string', 'strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps', value)
  return String(value)
}

function partOf(value: Value): string {
  if (typeof value === 'string') return quote(value)
  if (value instanceof Uint8Array) return `b${quote(new TextDecoder().decode(value))}`
  if (typeof value !== 'number') return textOf(value)
  if (!Number.isFinite(value)) return quote(printDouble(value))
  return value.toFixed(6)
}

function mapOf(map: Mapping): string {
  const entries = [...map.keys()].map((key): readonly [string, string] => {
    if (typeof key !== 'string' && typeof key !== 'boolean' && typeof key !== 'bigint' && !(key instanceof Uint))
      throw failure(`error during formatting: no formatting function for map key of type ${typeNameOf(key)}`)
    return [partOf(key), partOf(map.get(key) ?? null)]
  })
  entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
  return `{${entries.map(([key, value]) => `${key}:${value}`).join(', ')}}`
}

function decimalOf(value: Value): string {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Uint ? String(value.value) : refuse('decimal', 'integers', value)
}

function numberOf(value: Value, clause: string): number {
  if (typeof value === 'number') return value
  if (value === 'NaN') return Number.NaN
  if (value === 'Infinity' || value === '-Infinity') return Number(value)
  return refuse(clause, 'doubles', value)
}

/** Thousands are separated, as English has it. */
function grouped(number: string): string {
  return number.replace(/^(-?\d+)(?=\.|$)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','))
}

const POWERS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** `1.234568×10⁰⁴`, as English has it. */
function scientificOf(value: number, precision: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞'
  const [mantissa = '', exponent = '0'] = value.toExponential(precision).split('e')
  const digits = exponent.replace(/[+-]/, '').padStart(2, '0')
  const power = digits.replace(/\d/g, (digit) => POWERS[Number(digit)] ?? digit)
  return `${mantissa}×10${exponent.startsWith('-') ? '⁻' : ''}${power}`
}

function binaryOf(value: Value): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return integerOf(value)?.toString(2) ?? refuse('binary', 'integers and bools', value)
}

function octalOf(value: Value): string {
  return integerOf(value)?.toString(8) ?? refuse('octal', 'integers', value)
}

function hexadecimalOf(value: Value): string {
  if (typeof value === 'string') return Buffer.from(value).toString('hex')
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return integerOf(value)?.toString(16) ?? refuse('hex', 'integers, byte buffers, and strings', value)
}

function integerOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value
  return value instanceof Uint ? value.value : undefined
}
