import type { NumberNode } from './node.ts'
import { quoteGo, unquoteRune } from './quote.ts'

const MAX_INT = 2n ** 63n - 1n
const MIN_INT = -(2n ** 63n)
const MAX_UINT = 2n ** 64n - 1n
/** Nearly every number of a template. */
const SMALL = /^(?:0|[1-9]\d{0,8})$/
const MALFORMED = 'malformed character constant: '

/** The kinds of token a number is read from. */
export type NumberToken = 'charConstant' | 'complex' | 'number'

/** Reads a number as Go's template parser does. Throws `Error` with Go's text. */
export function parseNumber(text: string, type: NumberToken, pos: number): NumberNode {
  if (SMALL.test(text)) {
    const whole = BigInt(text)
    return { kind: 'number', pos, text, int: whole, uint: whole, float: Number(text), complex: undefined }
  }
  const base = { kind: 'number', pos, text } as const
  if (type === 'charConstant') return { ...base, ...parseCharacter(text), complex: undefined }
  if (type === 'complex') return { ...base, ...parseComplex(text) }
  if (text.endsWith('i')) {
    const imaginary = parseFloatGo(text.slice(0, -1))
    if (imaginary !== undefined) return { ...base, ...complexParts(0, imaginary) }
  }
  return { ...base, ...parsePlain(text), complex: undefined }
}

type Parts = Pick<NumberNode, 'int' | 'uint' | 'float'>

function parseCharacter(text: string): Parts {
  const rune = unquoteRune(text, 1, "'")
  if (rune === undefined) throw new Error('invalid syntax')
  if (rune.end !== text.length - 1) throw new Error(MALFORMED + text)
  const code = BigInt(rune.code)
  return { int: code, uint: code, float: rune.code }
}

function parsePlain(text: string): Parts {
  const whole = parseInteger(text)
  if (whole !== undefined) {
    const int = whole >= MIN_INT && whole <= MAX_INT ? whole : undefined
    const negated = /^[+-]/.test(text) && whole !== 0n
    const uint = !negated && whole >= 0n && whole <= MAX_UINT ? whole : undefined
    if (int !== undefined || uint !== undefined) return { int, uint, float: Number(whole) }
  }
  const float = parseFloatGo(text)
  if (float === undefined) throw new Error(`illegal number syntax: ${quoteGo(text)}`)
  if (!/[.eEpP]/.test(text)) throw new Error(`integer overflow: ${quoteGo(text)}`)
  return { float, ...integersOf(float) }
}

function integersOf(float: number): Pick<NumberNode, 'int' | 'uint'> {
  const whole = Number.isInteger(float) ? BigInt(float) : undefined
  if (whole === undefined) return { int: undefined, uint: undefined }
  return {
    int: whole >= MIN_INT && whole <= MAX_INT ? whole : undefined,
    uint: whole >= 0n && whole <= MAX_UINT ? whole : undefined,
  }
}

function parseComplex(text: string): Parts & Pick<NumberNode, 'complex'> {
  const split = Math.max(text.lastIndexOf('+', text.length - 2), lastSign(text))
  const real = parseFloatGo(text.slice(0, split))
  const imaginary = parseFloatGo(text.slice(split, -1))
  if (real === undefined || imaginary === undefined) throw new Error(`syntax error scanning complex number`)
  return complexParts(real, imaginary)
}

function lastSign(text: string): number {
  for (let index = text.length - 2; index > 0; index--) {
    const character = text.charAt(index)
    if ((character === '+' || character === '-') && !/[eEpP]/.test(text.charAt(index - 1))) return index
  }
  return -1
}

function complexParts(real: number, imaginary: number): Parts & Pick<NumberNode, 'complex'> {
  const complex = [real, imaginary] as const
  if (imaginary !== 0) return { int: undefined, uint: undefined, float: undefined, complex }
  return { float: real, ...integersOf(real), complex }
}

/** `strconv.ParseInt(text, 0, …)` without a size; undefined where it is no integer. */
function parseInteger(text: string): bigint | undefined {
  const match = /^([+-]?)(0[xX]_?[0-9a-fA-F_]+|0[oO]_?[0-7_]+|0[bB]_?[01_]+|0[0-7_]*|[1-9][0-9_]*)$/.exec(text)
  if (match === null || !underscoresOk(text)) return undefined
  const digits = (match[2] as string).replaceAll('_', '')
  const octal = /^0[0-7]/.test(digits)
  const value = BigInt(octal ? `0o${digits.slice(1)}` : digits.toLowerCase())
  return match[1] === '-' ? -value : value
}

/** `strconv.ParseFloat(text, 64)`; undefined where it is no number or out of range. */
function parseFloatGo(text: string): number | undefined {
  if (/^[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][+-]?\d[\d_]*)?$/.test(text)) {
    if (!underscoresOk(text)) return undefined
    const value = Number(text.replaceAll('_', ''))
    return Number.isFinite(value) ? value : undefined
  }
  const named = /^([+-]?)(inf|infinity|nan)$/i.exec(text)
  if (named !== null) return namedFloat(named[1] as string, named[2] as string)
  return parseHexFloat(text)
}

function namedFloat(sign: string, name: string): number {
  if (name.toLowerCase() === 'nan') return Number.NaN
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

function parseHexFloat(text: string): number | undefined {
  const match = /^([+-]?)0[xX]_?([0-9a-fA-F_]*)\.?([0-9a-fA-F_]*)[pP]([+-]?\d+)$/.exec(text)
  if (match === null || !underscoresOk(text)) return undefined
  const whole = (match[2] as string).replaceAll('_', '')
  const fraction = (match[3] as string).replaceAll('_', '')
  if (whole + fraction === '') return undefined
  const exponent = Number(match[4]) - 4 * fraction.length
  const value = scale(BigInt(`0x${whole}${fraction}`), exponent)
  if (!Number.isFinite(value)) return undefined
  return match[1] === '-' ? -value : value
}

function scale(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0
  if (exponent > 2000) return Number.POSITIVE_INFINITY
  if (exponent < -4000) return 0
  if (exponent >= 0) return Number(mantissa << BigInt(exponent))
  const half = Math.trunc(exponent / 2)
  return Number(mantissa) * 2 ** half * 2 ** (exponent - half)
}

/** Underscores only between digits and after a base prefix (`strconv.underscoreOK`). */
function underscoresOk(text: string): boolean {
  if (!text.includes('_')) return true
  const body = text.replace(/^[+-]/, '').replace(/^0[xXoObB]_?(?=[0-9a-fA-F])/, '')
  return !/(^|[^0-9a-fA-F])_|_([^0-9a-fA-F]|$)|__/.test(body)
}
