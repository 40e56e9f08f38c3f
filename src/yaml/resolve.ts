/** What a plain scalar can be. Non-finite numbers appear here; JSON, and so `load`, refuses them. */
export type Scalar = null | boolean | number | string

/** Text that reads as true, false, null, an infinity or no number at all. */
let words: Map<string, Scalar> | undefined

function wordTable(): Map<string, Scalar> {
  const table = new Map<string, Scalar>()
  const rows: [Scalar, string][] = [
    [true, 'y Y yes Yes YES true True TRUE on On ON'],
    [false, 'n N no No NO false False FALSE off Off OFF'],
    [null, '~ null Null NULL'],
    [Number.NaN, '.nan .NaN .NAN'],
    [Number.POSITIVE_INFINITY, '.inf .Inf .INF +.inf +.Inf +.INF'],
    [Number.NEGATIVE_INFINITY, '-.inf -.Inf -.INF'],
  ]
  for (const [value, texts] of rows) for (const text of texts.split(' ')) table.set(text, value)
  return table.set('', null)
}

const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const DOT_FLOAT = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/
/** Go strips `0b` and then takes a sign. */
const SIGNED_BINARY = /^0b[-+][01]{1,63}$/
const INTEGER = /^([-+]?)(?:0[bB]([01]+)|0[oO]?([0-7]+)|0[xX]([0-9a-fA-F]+)|(0|[1-9][0-9]*))$/
const TIME =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))| +(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?$/

const MAX_INT64 = 0x7fffffffffffffffn
const MAX_UINT64 = 0xffffffffffffffffn

/** The value of a plain scalar by YAML 1.1 as go-yaml v2 reads it. */
export function resolvePlain(text: string): Scalar {
  const first = text.charCodeAt(0)
  if (first >= 48 && first <= 57) return resolveNumber(text)
  if (first === 43 || first === 45 || first === 46) return resolveSigned(text, first)
  return resolveWord(text)
}

/** The value of a plain scalar that is no number: a boolean, null or the text itself. */
function resolveWord(text: string): Scalar {
  if (text.length > 5) return text
  words ??= wordTable()
  const value = words.get(text)
  return value === undefined ? text : value
}

function resolveSigned(text: string, first: number): Scalar {
  const word = resolveWord(text)
  if (typeof word === 'number') return word
  if (first !== 46) return resolveNumber(text)
  if (!DOT_FLOAT.test(text)) return text
  const value = Number(text)
  return Number.isFinite(value) ? value : text
}

function resolveNumber(text: string): Scalar {
  if (text.length < 16 && isDigits(text)) return text.charCodeAt(0) === 48 ? resolveZero(text) : Number(text)
  if (!canBeNumber(text)) return text
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  const integer = parseInteger(plain)
  if (integer !== undefined) return Number(integer)
  if (SIGNED_BINARY.test(plain)) return Number.parseInt(plain.slice(2), 2)
  if (!DECIMAL.test(plain)) return text
  const value = Number(plain)
  return Number.isFinite(value) ? value : text
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 48 || code > 57) return false
  }
  return true
}

/** Quick refusal of versions, dates, sizes and the like. */
function canBeNumber(text: string): boolean {
  const last = text.charCodeAt(text.length - 1)
  const isHexDigit = (last >= 48 && last <= 57) || (last >= 97 && last <= 102) || (last >= 65 && last <= 70)
  return (isHexDigit || last === 46 || last === 95) && !isTimestamp(text)
}

function resolveZero(text: string): Scalar {
  if (text.length === 1) return 0
  return /[89]/.test(text) ? Number(text) : Number.parseInt(text, 8)
}

/** The integer of Go's `ParseInt(text, 0, 64)`, or of `ParseUint` if it is above int64; undefined if it is neither. */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text)
  if (match === null) return undefined
  const [, sign, binary, octal, hexadecimal, decimal] = match
  const magnitude = BigInt(
    binary !== undefined
      ? `0b${binary}`
      : octal !== undefined
        ? `0o${octal}`
        : hexadecimal !== undefined
          ? `0x${hexadecimal}`
          : (decimal as string),
  )
  if (sign === '-') return magnitude <= MAX_INT64 + 1n ? -magnitude : undefined
  return magnitude <= (sign === '+' ? MAX_INT64 : MAX_UINT64) ? magnitude : undefined
}

/** True if go-yaml v2 takes the text for a timestamp (Go's `time.Parse` with its four layouts). */
export function isTimestamp(text: string): boolean {
  if (text.charCodeAt(4) !== 45) return false
  const match = TIME.exec(text)
  if (match === null) return false
  const part = (index: number, other = index): number => Number(match[index] ?? match[other] ?? 0)
  const month = part(2)
  const day = part(3)
  if (month < 1 || month > 12 || day < 1 || day > daysIn(part(1), month)) return false
  return part(4, 9) < 24 && part(5, 10) < 60 && part(6, 11) < 60 && part(7) <= 24 && part(8) < 60
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
