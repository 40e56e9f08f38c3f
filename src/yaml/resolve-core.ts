import { goTime } from './go-time.ts'
import { emptyNull, Literal } from './literal.ts'
import { isTimestamp, parseInteger } from './resolve.ts'

/** What a plain scalar of a resource can be; numbers that JSON cannot hold are boxed. */
export type CoreScalar = null | boolean | number | string | Literal

/**
 * The value of a plain scalar as go-yaml v3 reads it: words of YAML 1.2 (`yes` is a text, `True` is true), integers in
 * every base with `_` anywhere, dates. Source: go-yaml v3 resolve.go.
 */
export function resolveCore(text: string): CoreScalar {
  const first = text.charCodeAt(0)
  if (first >= 48 && first <= 57) return resolveNumber(text)
  if (first === 43 || first === 45) return resolveWord(text, resolveNumber)
  return resolveWord(text, first === 46 ? resolveFraction : undefined)
}

/** True for the text of a number if go-yaml takes it for an integer. */
export function isCoreInteger(text: string): boolean {
  const plain = text.replaceAll('_', '')
  return parseInteger(plain) !== undefined || (!FLOAT.test(plain) && SIGNED.test(plain))
}

/** A text whose first character does not make it a number, and that is too long for a word, is a text. */
export function isCoreText(first: number, length: number): boolean {
  return (first > 57 || first === 47) && length > 5
}

let words: Map<string, CoreScalar> | undefined

function wordTable(): Map<string, CoreScalar> {
  const table = new Map<string, CoreScalar>()
  const rows: [number | boolean | null, string][] = [
    [true, 'true True TRUE'],
    [false, 'false False FALSE'],
    [null, 'null Null NULL ~'],
    [Number.NaN, '.nan .NaN .NAN'],
    [Number.POSITIVE_INFINITY, '.inf .Inf .INF +.inf +.Inf +.INF'],
    [Number.NEGATIVE_INFINITY, '-.inf -.Inf -.INF'],
  ]
  for (const [value, texts] of rows) {
    for (const text of texts.split(' ')) table.set(text, text === String(value) ? value : new Literal(text, value))
  }
  return table.set('', emptyNull)
}

function resolveWord(text: string, other: ((text: string) => CoreScalar) | undefined): CoreScalar {
  if (text.length < 6) {
    words ??= wordTable()
    const value = words.get(text)
    if (value !== undefined) return value
  }
  return other === undefined ? text : other(text)
}

const FRACTION = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/

function resolveFraction(text: string): CoreScalar {
  return FRACTION.test(text) ? floatOf(text, text) : text
}

const DIGITS = /^[0-9]+$/
/** The last character of every number. */
const NUMBER_END = /[0-9a-fA-F._]$/

function resolveNumber(text: string): CoreScalar {
  if (text.length < 16 && DIGITS.test(text) && (text.length === 1 || text.charCodeAt(0) !== 48)) return Number(text)
  if (isTimestamp(text)) return new Literal(text, goTime(text))
  if (!NUMBER_END.test(text)) return text
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  const integer = parseInteger(plain)
  return integer === undefined ? resolveOther(text, plain) : integerOf(text, integer)
}

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
/** Go strips the base and then takes a sign. */
const SIGNED = /^0(?:b([-+])([01]+)|o([-+])([0-7]+))$/

function resolveOther(text: string, plain: string): CoreScalar {
  if (FLOAT.test(plain)) return floatOf(text, plain)
  const match = SIGNED.exec(plain)
  if (match === null) return text
  const magnitude = BigInt(match[2] === undefined ? `0o${match[4]}` : `0b${match[2]}`)
  const value = (match[1] ?? match[3]) === '-' ? -magnitude : magnitude
  return value === BigInt.asIntN(64, value) ? integerOf(text, value) : text
}

function integerOf(text: string, integer: bigint): CoreScalar {
  const value = Number(integer)
  if (!Number.isSafeInteger(value)) return new Literal(text, integer)
  return String(value) === text ? value : new Literal(text, value)
}

function floatOf(text: string, plain: string): CoreScalar {
  const value = Number(plain)
  if (!Number.isFinite(value)) return text
  return String(value) === text ? value : new Literal(text, value)
}
