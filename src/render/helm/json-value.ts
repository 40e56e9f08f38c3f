import type { GoMap, Value } from '#template'

/** One JSON value read from the middle of a text: the value, and the index behind it. */
export interface JsonRead {
  readonly value: Value
  readonly end: number
}

const MAX_DEPTH = 1000
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SPACE = /[ \t\r\n]*/y

/**
 * Reads the JSON value that starts at `start`; what follows is not looked at, as Go's `json.Decoder` does. Throws
 * `SyntaxError`.
 */
export function readJson(text: string, start: number): JsonRead {
  return readValue(text, start, 0)
}

function readValue(text: string, start: number, depth: number): JsonRead {
  if (depth > MAX_DEPTH) throw new SyntaxError('exceeded max depth')
  const at = skipSpace(text, start)
  const first = text[at]
  if (first === '{') return readObject(text, at + 1, depth + 1)
  if (first === '[') return readArray(text, at + 1, depth + 1)
  if (first === '"') return readString(text, at)
  for (const [word, value] of WORDS) if (text.startsWith(word, at)) return { value, end: at + word.length }
  const digits = match(NUMBER, text, at)
  return { value: Number(digits), end: at + digits.length }
}

const WORDS: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
]

function readObject(text: string, start: number, depth: number): JsonRead {
  const map: GoMap = new Map()
  let at = skipSpace(text, start)
  if (text[at] === '}') return { value: map, end: at + 1 }
  for (;;) {
    const key = readString(text, skipSpace(text, at))
    at = expect(text, skipSpace(text, key.end), ':')
    const item = readValue(text, at, depth)
    map.set(key.value as string, item.value)
    at = skipSpace(text, item.end)
    if (text[at] === '}') return { value: map, end: at + 1 }
    at = expect(text, at, ',')
  }
}

function readArray(text: string, start: number, depth: number): JsonRead {
  const list: Value[] = []
  let at = skipSpace(text, start)
  if (text[at] === ']') return { value: list, end: at + 1 }
  for (;;) {
    const item = readValue(text, at, depth)
    list.push(item.value)
    at = skipSpace(text, item.end)
    if (text[at] === ']') return { value: list, end: at + 1 }
    at = expect(text, at, ',')
  }
}

function readString(text: string, at: number): JsonRead {
  const quoted = match(STRING, text, at)
  return { value: (JSON.parse(quoted) as string).toWellFormed(), end: at + quoted.length }
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  const found = pattern.exec(text)
  if (found === null) throw new SyntaxError(`invalid character at ${at}`)
  return found[0]
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at
  SPACE.exec(text)
  return SPACE.lastIndex
}

function expect(text: string, at: number, character: string): number {
  if (text[at] !== character) throw new SyntaxError(`invalid character at ${at}`)
  return at + 1
}
