import { toBytes } from './bytes.ts'
import { type Flags, pad, truncate } from './flags.ts'
import { type FloatFormat, formatFloat } from './float.ts'
import { quoteGo, quoteRune, quoteToAscii } from './quote.ts'
import { isPrint } from './runes.ts'

const MAX_RUNE = 0x10ffffn

/** How an integer is to be written. */
export interface IntegerFormat {
  readonly base: 2 | 8 | 10 | 16
  readonly upper?: boolean
  /** `%O`: `0o` in front. */
  readonly octalPrefix?: boolean
}

/** Go's `fmt.fmtInteger`: sign, prefix, precision, padding. */
export function formatInteger(value: bigint, format: IntegerFormat, flags: Flags): string {
  const negative = value < 0n
  if (flags.precision === 0 && value === 0n) return ' '.repeat(flags.width ?? 0)
  let digits = (negative ? -value : value).toString(format.base)
  if (format.upper === true) digits = digits.toUpperCase()
  digits = digits.padStart(minimumDigits(negative, flags), '0')
  if (flags.sharp) digits = basePrefix(digits, format) + digits
  if (format.octalPrefix === true) digits = `0o${digits}`
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
  return pad(sign + digits, flags, false)
}

function minimumDigits(negative: boolean, flags: Flags): number {
  if (flags.precision !== undefined) return flags.precision
  if (!flags.zero || flags.minus || flags.width === undefined) return 0
  return flags.width - (negative || flags.plus || flags.space ? 1 : 0)
}

function basePrefix(digits: string, format: IntegerFormat): string {
  if (format.base === 2) return '0b'
  if (format.base === 8) return digits.startsWith('0') ? '' : '0'
  return format.base === 16 ? (format.upper === true ? '0X' : '0x') : ''
}

/** `%c`. */
export function formatCharacter(value: bigint, flags: Flags): string {
  return pad(String.fromCodePoint(runeOf(value)), flags)
}

/** `%q` of an integer. */
export function formatQuotedCharacter(value: bigint, flags: Flags): string {
  return pad(quoteRune(runeOf(value), flags.plus), flags)
}

function runeOf(value: bigint): number {
  if (value < 0n || value > MAX_RUNE || (value >= 0xd800n && value <= 0xdfffn)) return 0xfffd
  return Number(value)
}

/** `%U`. */
export function formatUnicode(value: bigint, flags: Flags): string {
  const code = BigInt.asUintN(64, value)
  const hex = code.toString(16).toUpperCase()
  let text = `U+${hex.padStart(Math.max(flags.precision ?? 0, 4), '0')}`
  if (flags.sharp && code <= MAX_RUNE) {
    const character = String.fromCodePoint(runeOf(code))
    if (code < 0xd800n || code > 0xdfffn ? isPrint(character) : false) text += ` '${character}'`
  }
  return pad(text, flags, false)
}

/** `%s`. */
export function formatText(text: string, flags: Flags): string {
  return pad(truncate(text, flags), flags)
}

/** `%q` of a string. */
export function formatQuoted(text: string, flags: Flags): string {
  const cut = truncate(text, flags)
  if (flags.sharp && canBackquote(cut)) return pad(`\`${cut}\``, flags)
  return pad(flags.plus ? quoteToAscii(cut) : quoteGo(cut), flags)
}

function canBackquote(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) as number
    if (code >= 0xd800 && code <= 0xdfff) return false
    if ((code < 0x20 && code !== 9) || code === 0x60 || code === 0x7f || code === 0xfeff) return false
  }
  return true
}

/** `%x` and `%X` of a string or bytes. */
export function formatHexText(value: string | Uint8Array, upper: boolean, flags: Flags): string {
  const bytes = typeof value === 'string' ? toBytes(value) : value
  const length = Math.min(bytes.length, flags.precision ?? bytes.length)
  if (length === 0) return (flags.zero && !flags.minus ? '0' : ' ').repeat(flags.width ?? 0)
  const prefix = flags.sharp ? '0x' : ''
  const pairs = Array.from(bytes.subarray(0, length), (byte) => byte.toString(16).padStart(2, '0'))
  const text = prefix + pairs.join(flags.space ? ` ${prefix}` : '')
  return pad(upper ? text.toUpperCase() : text, flags)
}

/** `%e`, `%f`, `%g` and the like; `fallback` is the precision without one in the format. */
export function formatFloating(
  value: number,
  format: FloatFormat,
  options: { fallback: number; flags: Flags },
): string {
  const { flags } = options
  const precision = flags.precision ?? options.fallback
  const text = formatFloat(value, format, precision)
  const signed = /^[+-]/.test(text)
  let sign = signed ? text.charAt(0) : '+'
  let digits = signed ? text.slice(1) : text
  if (flags.space && sign === '+' && !flags.plus) sign = ' '
  if (Number.isNaN(value) && !flags.space && !flags.plus) return pad(digits, flags, false)
  const shownSign = flags.plus || sign !== '+'
  if (!Number.isFinite(value)) return pad(sign + digits, flags, false)
  if (flags.sharp && format !== 'b') digits = keepPoint(digits, format, precision)
  if (!shownSign) return pad(digits, flags)
  if (flags.zero && !flags.minus && flags.width !== undefined && flags.width > digits.length + 1) {
    return sign + digits.padStart(flags.width - 1, '0')
  }
  return pad(sign + digits, flags)
}

/** The sharp flag: a decimal point always, and trailing zeros for `%g`. */
function keepPoint(text: string, format: FloatFormat, precision: number): string {
  const hex = format === 'x' || format === 'X'
  const at = text.search(hex ? /[pP]/ : /[eEpP]/)
  let head = at === -1 ? text : text.slice(0, at)
  let missing = format === 'g' || format === 'G' || format === 'x' ? (precision === -1 ? 6 : precision) : 0
  const counted = hex ? head.replace('.', '') : head.replace('.', '').replace(/^0+/, '')
  missing -= hex ? counted.replace(/^0+/, '').length : counted.length
  if (!head.includes('.')) {
    if (head === '0') missing--
    head += '.'
  }
  return head + '0'.repeat(Math.max(missing, 0)) + (at === -1 ? '' : text.slice(at))
}
