import { fromBytes, toBytes } from './bytes.ts'
import { isPrint } from './runes.ts'

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

const PLAIN = /^[ !#-[\]-~]*$/

/** `strconv.Quote`. */
export function quoteGo(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : quoteWith(text, '"', false)
}

/** `strconv.QuoteToASCII`. */
export function quoteToAscii(text: string): string {
  return quoteWith(text, '"', true)
}

/** `strconv.QuoteRune` of a code point, or `strconv.QuoteRuneToASCII` with `ascii`. */
export function quoteRune(code: number, ascii: boolean): string {
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return quoteWith(valid ? String.fromCodePoint(code) : '\ufffd', "'", ascii)
}

/** A character as Go's `%#U` shows it: `U+0040 '@'`. */
export function runeName(character: string): string {
  if (character === '') return 'U+FFFFFFFFFFFFFFFF'
  const raw = character.codePointAt(0) as number
  const code = raw >= 0xd800 && raw <= 0xdfff ? 0xfffd : raw
  const shown = String.fromCodePoint(code)
  const hex = code.toString(16).toUpperCase().padStart(4, '0')
  return isPrint(shown) ? `U+${hex} '${shown}'` : `U+${hex}`
}

function quoteWith(text: string, quote: string, ascii: boolean): string {
  let quoted = quote
  for (const character of text) quoted += quoteCharacter(character, quote, ascii)
  return quoted + quote
}

function quoteCharacter(character: string, quote: string, ascii: boolean): string {
  if (character === quote || character === '\\') return `\\${character}`
  const code = character.codePointAt(0) as number
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`
  if (code >= 0xd800 && code <= 0xdfff) return ascii ? '\\ufffd' : '\ufffd'
  if (isPrint(character) && (!ascii || code < 0x80)) return character
  const short = SHORT_ESCAPES[character]
  if (short !== undefined) return short
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

const UNESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** One character of a quoted string: its text (bytes of `\x` escaped as in bytes.ts), its code, and where the next starts. */
export interface UnquotedRune {
  readonly text: string
  readonly code: number
  readonly end: number
}

/** `strconv.UnquoteChar` at `start`, or undefined where it is not valid. */
export function unquoteRune(text: string, start: number, quote: string): UnquotedRune | undefined {
  const first = text.codePointAt(start)
  if (first === undefined) return undefined
  const character = String.fromCodePoint(first)
  if (character === quote || character === '\n') return undefined
  if (character !== '\\') return { text: character, code: first, end: start + character.length }
  return unescape(text, start + 1, quote)
}

function unescape(text: string, at: number, quote: string): UnquotedRune | undefined {
  const letter = text.charAt(at)
  const length = HEX_LENGTH[letter]
  if (length !== undefined) return unescapeHex(text, at + 1, length)
  if (letter >= '0' && letter <= '7') return unescapeOctal(text, at)
  if ((letter === "'" || letter === '"') && letter !== quote) return undefined
  const plain = UNESCAPES[letter]
  return plain === undefined ? undefined : { text: plain, code: plain.charCodeAt(0), end: at + 1 }
}

function unescapeHex(text: string, at: number, length: number): UnquotedRune | undefined {
  const digits = text.slice(at, at + length)
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) return undefined
  const code = Number.parseInt(digits, 16)
  if (length === 2) return { text: byteText(code), code, end: at + 2 }
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined
  return { text: String.fromCodePoint(code), code, end: at + length }
}

function unescapeOctal(text: string, at: number): UnquotedRune | undefined {
  const digits = text.slice(at, at + 3)
  if (!/^[0-7]{3}$/.test(digits)) return undefined
  const code = Number.parseInt(digits, 8)
  return code > 255 ? undefined : { text: byteText(code), code, end: at + 3 }
}

function byteText(code: number): string {
  return String.fromCharCode(code < 0x80 ? code : 0xdc00 + code)
}

/** `strconv.Unquote` of a string in double or back quotes, or undefined where the syntax is invalid. */
export function unquoteGo(quoted: string): string | undefined {
  const quote = quoted.charAt(0)
  const body = quoted.slice(1, -1)
  if (quote === '`') return body.includes('\r') ? body.replaceAll('\r', '') : body
  if (!body.includes('\\')) return body.includes('\n') ? undefined : body
  let text = ''
  let at = 0
  let bytes = false
  while (at < body.length) {
    const rune = unquoteRune(body, at, quote)
    if (rune === undefined) return undefined
    bytes ||= rune.text.length === 1 && rune.text >= '\udc80' && rune.text <= '\udcff'
    text += rune.text
    at = rune.end
  }
  return bytes ? fromBytes(toBytes(text)) : text
}
