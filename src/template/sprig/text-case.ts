/** Go maps case rune by rune; JavaScript looks at the neighbours and may answer with several characters. */

const SPACE = /\p{White_Space}/u
const UPPER = /\p{Lu}/u
const LOWER = /\p{Ll}/u
const TITLE = /\p{Lt}/u
const LETTER_OR_DIGIT = /[\p{L}\p{Nd}]/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant
const ASCII = /^[\u0000-\u007f]*$/
const LONE = /[\udc80-\udcff]/

/** Go's `unicode.IsSpace` of one character. */
export function isSpace(character: string): boolean {
  return SPACE.test(character)
}

/** Go's `unicode.IsUpper` of one character. */
export function isUpper(character: string): boolean {
  return UPPER.test(character)
}

/** Go's `unicode.ToUpper` of one character. */
export function upperRune(character: string): string {
  const upper = character.toUpperCase()
  return isOneRune(upper) ? upper : simpleUpper(character)
}

/** Go's `unicode.ToLower` of one character. */
export function lowerRune(character: string): string {
  const lower = character.toLowerCase()
  return isOneRune(lower) ? lower : character === '\u0130' ? 'i' : character
}

/** Go's `unicode.ToTitle` of one character. */
function titleRune(character: string): string {
  const code = character.codePointAt(0) as number
  if (code >= 0x1c4 && code <= 0x1cc) return String.fromCodePoint(0x1c5 + 3 * Math.floor((code - 0x1c4) / 3))
  if (code >= 0x1f1 && code <= 0x1f3) return '\u01f2'
  if (code >= 0x10d0 && code <= 0x10ff) return character
  return upperRune(character)
}

/** Go's `strings.ToUpper`. */
export function toUpper(text: string): string {
  return ASCII.test(text) ? text.toUpperCase() : mapRunes(text, upperRune)
}

/** Go's `strings.ToLower`. */
export function toLower(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : mapRunes(text, lowerRune)
}

/** Go's deprecated `strings.Title`: the first letter of each word in title case. */
export function toTitle(text: string): string {
  let previous = ' '
  return mapRunes(text, (rune) => {
    const start = isSeparator(previous)
    previous = rune
    return start ? titleRune(rune) : rune
  })
}

/** The first letter of each word in lower case (goutils `Uncapitalize`). */
export function untitle(text: string): string {
  let start = true
  return mapRunes(text, (rune) => {
    if (isSpace(rune)) start = true
    else if (start) {
      start = false
      return lowerRune(rune)
    }
    return rune
  })
}

/** Upper to lower, lower to upper, and to title case where a word begins (goutils `SwapCase`). */
export function swapCase(text: string): string {
  let start = true
  return mapRunes(text, (rune) => {
    const wasStart = start
    start = false
    if (UPPER.test(rune) || TITLE.test(rune)) return lowerRune(rune)
    if (LOWER.test(rune)) return wasStart ? titleRune(rune) : upperRune(rune)
    start = isSpace(rune)
    return rune
  })
}

/** `text` without leading and trailing characters for which `drop` holds. */
export function trimRunes(text: string, drop: (rune: string) => boolean): string {
  const runes = Array.from(text)
  let start = 0
  let end = runes.length
  while (start < end && drop(runes[start] as string)) start++
  while (end > start && drop(runes[end - 1] as string)) end--
  return start === 0 && end === runes.length ? text : runes.slice(start, end).join('')
}

/** Go's `strings.TrimSpace`. */
export function trimSpace(text: string): string {
  return ASCII.test(text) ? text.trim() : trimRunes(text, isSpace)
}

function mapRunes(text: string, map: (rune: string) => string): string {
  let result = ''
  for (const rune of text) result += map(rune.length === 1 && LONE.test(rune) ? '\ufffd' : rune)
  return result
}

/** What does not belong to a word: underscores, letters and digits do, other ASCII does not. */
function isSeparator(rune: string): boolean {
  if (rune === '_' || LETTER_OR_DIGIT.test(rune)) return false
  return rune <= '\u007f' || isSpace(rune)
}

function isOneRune(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) as number) > 0xffff)
}

/** Simple mappings of the characters whose full upper case is longer: the Greek ones with an iota below. */
function simpleUpper(character: string): string {
  const code = character.codePointAt(0) as number
  if (code >= 0x1f80 && code <= 0x1faf) return String.fromCodePoint(code | 8)
  if (code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3) return String.fromCodePoint(code + 9)
  return character
}
