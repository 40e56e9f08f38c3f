const SHORT: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
}

/** The inside of Go's `%q`, without quotes; `quote` is the character that gets a backslash. */
function escape(text: string, quote: string): string {
  let out = ''
  for (const character of text) out += character === quote ? `\\${quote}` : (SHORT[character] ?? printable(character))
  return out
}

function printable(character: string): string {
  const point = character.codePointAt(0) as number
  if (point >= 0x20 && point < 0x7f) return character
  if (point < 0x80) return `\\x${point.toString(16).padStart(2, '0')}`
  if (/[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character)) return character
  return point > 0xffff ? `\\U${point.toString(16).padStart(8, '0')}` : `\\u${point.toString(16).padStart(4, '0')}`
}

/** Go's `%q` of a string. */
export function quoteDouble(text: string): string {
  return `"${escape(text, '"')}"`
}

/** Go's `%q` of a rune. */
export function quoteRune(character: string): string {
  return `'${escape(character, "'")}'`
}

/** Single quotes, as the newer engine's messages use: `'a\'b"c'`. A backslash at the end comes out single, as there. */
export function quoteSingle(text: string): string {
  const double = quoteDouble(text).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${double.slice(1, -1)}'`
}

/** A slice as `%v` prints it, without the brackets. */
export function spaced(items: readonly (string | number)[]): string {
  return items.join(' ')
}

/** Length in Unicode code points. */
export function countRunes(text: string): number {
  let count = text.length
  for (let index = 1; index < text.length; index++) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xdc00 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800) count--
  }
  return count
}

/** Length in UTF-8 bytes. */
export function countBytes(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : new TextEncoder().encode(text).length
}
