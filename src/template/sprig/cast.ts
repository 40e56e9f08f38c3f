import { fromBytes, toBytes } from '../bytes.ts'
import { GoObject, Int, type Value } from '../value.ts'
import { sprintf } from './engine.ts'

const MIN_INT64 = -(2n ** 63n)
const MAX_INT64 = 2n ** 63n - 1n
const TWO_63 = 2 ** 63

/** Any value as int64, 0 when it is no number; what `int`, `int64` and the arithmetic use (spf13/cast 1.7). */
export function toInt64(value: Value): bigint {
  if (value instanceof Int) return BigInt.asIntN(64, value.kind === 'uintptr' ? 0n : value.value)
  switch (typeof value) {
    case 'number':
      return floatToInt64(value)
    case 'string':
      return parseInt64(trimZeroDecimal(value), 0).exact ?? 0n
    case 'boolean':
      return value ? 1n : 0n
    default:
      return value instanceof GoObject ? enumNumber(value) : 0n
  }
}

/** A Go `int` argument, already checked by the engine, as a JavaScript number. */
export function intOf(value: Value | undefined): number {
  return value instanceof Int ? Number(value.value) : 0
}

/** Any value as float64, 0 when it is no number (spf13/cast 1.7). */
export function toFloat64(value: Value): number {
  if (value instanceof Int) return value.kind === 'uintptr' ? 0 : Number(value.value)
  switch (typeof value) {
    case 'number':
      return value
    case 'string':
      return parseFloat64(value) ?? 0
    case 'boolean':
      return value ? 1 : 0
    default:
      return value instanceof GoObject ? Number(enumNumber(value)) : 0
  }
}

/** Any value as text: what `toString`, `quote` and `join` use. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return fromBytes(value)
  if (value instanceof GoObject) {
    const text = value.goString()
    if (text !== undefined) return text
  }
  return sprintf('%v', [value])
}

/** A conversion on amd64: what does not fit becomes the least int64. */
function floatToInt64(value: number): bigint {
  if (Number.isNaN(value) || value >= TWO_63 || value < -TWO_63) return MIN_INT64
  return BigInt(Math.trunc(value))
}

/** What Go's `strconv.ParseInt` gives: `exact`, or the nearest int64 in `clamped` when the number is out of range. */
export interface ParsedInt {
  readonly exact?: bigint
  readonly clamped?: bigint
}

const DIGITS: Readonly<Record<number, RegExp>> = { 2: /^[01]+$/, 8: /^[0-7]+$/, 10: /^[0-9]+$/, 16: /^[0-9a-fA-F]+$/ }
const PREFIXES: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 10: '', 16: '0x' }

/** Go's `strconv.ParseInt(text, base, 64)` for bases 0 (by prefix), 8 and 10. */
export function parseInt64(text: string, base: 0 | 8 | 10): ParsedInt {
  const negative = text.startsWith('-')
  const digits = negative || text.startsWith('+') ? text.slice(1) : text
  const [radix, body] = base === 0 ? splitBase(digits) : [base, digits]
  if (!DIGITS[radix]?.test(body)) return {}
  const value = BigInt(PREFIXES[radix] + body) * (negative ? -1n : 1n)
  if (value > MAX_INT64) return { clamped: MAX_INT64 }
  if (value < MIN_INT64) return { clamped: MIN_INT64 }
  return { exact: value }
}

/** Base and digits of a number by its prefix, underscores removed; no digits when it is malformed. */
function splitBase(text: string): readonly [number, string] {
  if (text.includes('_') && !underscoresOk(text)) return [10, '']
  const plain = text.replaceAll('_', '')
  const prefix = plain.slice(0, 2).toLowerCase()
  if (prefix === '0x' && plain.length > 2) return [16, plain.slice(2)]
  if (prefix === '0b' && plain.length > 2) return [2, plain.slice(2)]
  if (prefix === '0o' && plain.length > 2) return [8, plain.slice(2)]
  return plain.length > 1 && plain.startsWith('0') ? [8, plain.slice(1)] : [10, plain]
}

/** Underscores stand between digits, or between a base prefix and a digit. */
function underscoresOk(text: string): boolean {
  const prefix = /^[+-]?0[xXbBoO]/.exec(text)
  const body = prefix === null ? text.replace(/^[+-]/, '') : `0${text.slice(prefix[0].length)}`
  const digit = prefix !== null && /[xX]/.test(prefix[0]) ? /[0-9a-fA-F]_[0-9a-fA-F]/ : /[0-9]_[0-9]/
  return body
    .split('_')
    .every((_, index, parts) => index === 0 || digit.test(`${parts[index - 1]?.slice(-1)}_${parts[index]?.[0] ?? ''}`))
}

/** `8.00` is `8` for an integer; so is `.0` nothing. */
function trimZeroDecimal(text: string): string {
  const cut = /\.0+$/.exec(text)
  return cut === null ? text : text.slice(0, cut.index)
}

const DECIMAL_FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const HEX_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/
const NAMED_FLOAT = /^([+-]?)(inf|infinity|nan)$/i

/** Go's `strconv.ParseFloat(text, 64)`; undefined when it is no number or out of range. */
function parseFloat64(text: string): number | undefined {
  const plain = text.includes('_') && underscoresOk(text) ? text.replaceAll('_', '') : text
  if (DECIMAL_FLOAT.test(plain)) return finite(Number(plain))
  const named = NAMED_FLOAT.exec(text)
  if (named !== null) return namedFloat(named[1] as string, named[2] as string)
  const hex = HEX_FLOAT.exec(plain)
  return hex === null ? undefined : hexFloat(hex)
}

function namedFloat(sign: string, name: string): number | undefined {
  if (name.toLowerCase() === 'nan') return sign === '' ? Number.NaN : undefined
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

function hexFloat([, sign, whole, fraction, exponent]: RegExpExecArray): number | undefined {
  const digits = `${whole}${fraction}`
  if (digits === '') return undefined
  const power = Number(exponent) - 4 * (fraction as string).length
  const magnitude = Number(BigInt(`0x${digits}`)) * 2 ** power
  return finite(sign === '-' ? -magnitude : magnitude)
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}

/** `time.Month` and `time.Weekday` count as ints. */
function enumNumber(value: GoObject): bigint {
  if (value.goType !== 'time.Month' && value.goType !== 'time.Weekday') return 0n
  const under = value.underlying()
  return under instanceof Int ? under.value : 0n
}

/** A string whose characters are the bytes of `text`, for functions that cut by bytes. */
export function toBinary(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant
  if (/^[\u0000-\u007f]*$/.test(text)) return text
  return Buffer.from(toBytes(text)).toString('latin1')
}

/** The way back from `toBinary`. */
export function fromBinary(binary: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant
  if (/^[\u0000-\u007f]*$/.test(binary)) return binary
  return fromBytes(Buffer.from(binary, 'latin1'))
}
