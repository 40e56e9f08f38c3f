import { toBytes } from './bytes.ts'
import { isPrint } from './runes.ts'

type Replacements = readonly (readonly [character: string, escaped: string])[]

/** The ampersand and the backslash come first: the others' escapes hold them. */
const HTML: Replacements = [
  ['&', '&amp;'],
  ['\0', '\ufffd'],
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]

const SCRIPT: Replacements = [
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['"', '\\"'],
  ['<', '\\u003C'],
  ['>', '\\u003E'],
  ['&', '\\u0026'],
  ['=', '\\u003D'],
]

/** What `encodeURIComponent` leaves alone and Go does not, and the space. */
const QUERY: Replacements = [
  ['%20', '+'],
  ['!', '%21'],
  ["'", '%27'],
  ['(', '%28'],
  [')', '%29'],
  ['*', '%2A'],
]

/** `template.HTMLEscapeString`. */
export function escapeHtml(text: string): string {
  return replaceEach(text, HTML)
}

/** `template.JSEscapeString`. */
export function escapeScript(text: string): string {
  return replaceEach(text, SCRIPT).replace(/[^\u0020-\u007f]/gu, escapeUnprintable)
}

/** `url.QueryEscape`. */
export function escapeQuery(text: string): string {
  if (text.isWellFormed()) return replaceEach(encodeURIComponent(text), QUERY)
  return Array.from(toBytes(text), escapeQueryByte).join('')
}

function replaceEach(text: string, replacements: Replacements): string {
  return replacements.reduce((result, [character, escaped]) => result.replaceAll(character, escaped), text)
}

function escapeUnprintable(character: string): string {
  const code = character.codePointAt(0) as number
  const isKept = code >= 0x80 && ((code >= 0xd800 && code <= 0xdfff) || isPrint(character))
  return isKept ? character : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}

function escapeQueryByte(byte: number): string {
  const character = String.fromCharCode(byte)
  if (byte < 0x80) return escapeQuery(character)
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}
