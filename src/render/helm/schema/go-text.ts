import { quoteGo } from '#template'

/** Single quotes, as `%q` of a rune and the newer engine's messages have them: `'a\'b"c'`. A backslash at the end comes out single, as there. */
export function quoteSingle(text: string): string {
  const double = quoteGo(text).replaceAll('\\"', '"').replaceAll("'", "\\'")
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
