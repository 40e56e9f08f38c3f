import { toBytes } from './bytes.ts'
import { isPrint } from './runes.ts'

const HTML: Readonly<Record<string, string>> = {
  '\0': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
}

/** `template.HTMLEscapeString`. */
export function escapeHtml(text: string): string {
  return text.replace(/[\0"'&<>]/g, (character) => HTML[character] as string)
}

const SCRIPT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
}

/** `template.JSEscapeString`. */
export function escapeScript(text: string): string {
  let escaped = ''
  for (const character of text) escaped += escapeScriptCharacter(character)
  return escaped
}

function escapeScriptCharacter(character: string): string {
  const known = SCRIPT[character]
  if (known !== undefined) return known
  const code = character.codePointAt(0) as number
  if (code >= 0x20 && code < 0x80) return character
  if (code >= 0xd800 && code <= 0xdfff) return character
  if (code >= 0x80 && isPrint(character)) return character
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}

const UNRESERVED = /^[A-Za-z0-9_.~-]*$/

/** `url.QueryEscape`. */
export function escapeQuery(text: string): string {
  if (UNRESERVED.test(text)) return text
  let escaped = ''
  for (const byte of toBytes(text)) {
    const character = String.fromCharCode(byte)
    if (byte < 0x80 && UNRESERVED.test(character)) escaped += character
    else escaped += byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return escaped
}
