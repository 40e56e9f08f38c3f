import { isAlphaNumeric } from './runes.ts'

/** Classes of characters inside an action: nothing special, white space, what may end a word; from `LETTER` on, words. */
export const [OTHER, SPACE, TERMINATOR, LETTER, DIGIT] = [0, 1, 2, 3, 4]
/** Characters by their codes. */
export const [PLUS, MINUS, DOT, RIGHT_BRACE, DOLLAR, DOUBLE_QUOTE, LEFT_PARENTHESIS, RIGHT_PARENTHESIS] = [
  0x2b, 0x2d, 0x2e, 0x7d, 0x24, 0x22, 0x28, 0x29,
]

/** The characters of each class; all others are `OTHER`. */
const MEMBERS: readonly (readonly [kind: number | undefined, characters: string])[] = [
  [SPACE, ' \t\r\n'],
  [TERMINATOR, '.,|:)('],
  [LETTER, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_'],
  [DIGIT, '0123456789'],
]

/** The class of every ASCII character. */
export const CLASSES = new Uint8Array(0x80)
for (const [kind, characters] of MEMBERS) {
  for (let at = 0; at < characters.length; at++) CLASSES[characters.charCodeAt(at)] = kind as number
}

/** The offset behind the letters, digits and `_` from `from` on. */
export function endOfWord(input: string, from: number): number {
  let at = from
  for (;;) {
    const code = input.codePointAt(at)
    if (code === undefined) return at
    const character = String.fromCodePoint(code)
    if (!isAlphaNumeric(character)) return at
    at += character.length
  }
}

/** Whether what stands at `at` may end a word: the end of the input may. */
export function mayEndWord(input: string, at: number): boolean {
  const code = input.charCodeAt(at)
  if (code >= 0x80) return false
  const kind = CLASSES[code]
  if (kind === SPACE || kind === TERMINATOR) return true
  return Number.isNaN(code) || (code === RIGHT_BRACE && input.charCodeAt(at + 1) === RIGHT_BRACE)
}

/** White space as templates have it: no other character is skipped or trimmed. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d
}

/** Where the text from `from` to `to` ends without the space at its end. */
export function trimmedEnd(input: string, from: number, to: number): number {
  let end = to
  while (end > from && isSpace(input.charCodeAt(end - 1))) end--
  return end
}
