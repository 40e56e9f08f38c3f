import { type Json, type JsonObject, setField } from '../patch/json.ts'
import { goQuote } from '../status/go-quote.ts'
import { DecodeError } from './error.ts'
import { childPath } from './properties.ts'

/** What a careful reading finds beside the value. */
export interface ScannedJson {
  readonly value: Json
  /** Keys that stand twice in their map, the first hundred. */
  readonly duplicates: readonly Repetition[]
  /** Where every key stands in the document. */
  readonly keys: KeyPlace
}

/** A repeated key: its path, and the number of its second place in document order. */
export interface Repetition {
  readonly path: string
  readonly at: number
}

/** The number of a key in document order, and the keys and items below it; items are called `[0]`. */
export interface KeyPlace {
  readonly at: number
  readonly below: Map<string, KeyPlace>
}

/** Repetitions that are told. */
const MAX_DUPLICATES = 100

/**
 * Reads JSON byte by byte, as Go's decoder does: the last of several equal keys wins. Throws `syntax` and `depth` in its
 * words (encoding/json scanner.go).
 */
export function scanJson(text: string, maxDepth: number): ScannedJson {
  const scanner: Scanner = { text, at: 0, depth: 0, maxDepth, duplicates: [], count: 0 }
  const keys: KeyPlace = { at: 0, below: new Map() }
  skipBlanks(scanner)
  const value = readValue(scanner, '', keys)
  skipBlanks(scanner)
  if (scanner.at < text.length) throw invalidCharacter(scanner, 'after top-level value')
  return { value, duplicates: scanner.duplicates, keys }
}

interface Scanner {
  readonly text: string
  at: number
  depth: number
  readonly maxDepth: number
  readonly duplicates: Repetition[]
  count: number
}

function readValue(scanner: Scanner, path: string, keys: KeyPlace): Json {
  const character = scanner.text[scanner.at]
  if (character === '{') return inside(scanner, () => readMap(scanner, path, keys))
  if (character === '[') return inside(scanner, () => readList(scanner, path, keys))
  if (character === '"') return readText(scanner)
  if (character === 't') return readWord(scanner, 'true', true)
  if (character === 'f') return readWord(scanner, 'false', false)
  if (character === 'n') return readWord(scanner, 'null', null)
  if (character !== undefined && /[-0-9]/.test(character)) return readNumber(scanner)
  throw invalidCharacter(scanner, 'looking for beginning of value')
}

function inside<T>(scanner: Scanner, read: () => T): T {
  if (++scanner.depth > scanner.maxDepth) throw invalidCharacter(scanner, 'exceeded max depth', 'depth')
  scanner.at++
  skipBlanks(scanner)
  const value = read()
  scanner.depth--
  return value
}

function readMap(scanner: Scanner, path: string, keys: KeyPlace): Json {
  const map: JsonObject = {}
  if (scanner.text[scanner.at] === '}') {
    scanner.at++
    return map
  }
  for (;;) {
    if (scanner.text[scanner.at] !== '"') {
      throw invalidCharacter(scanner, 'looking for beginning of object key string')
    }
    const key = readText(scanner)
    const keyPath = childPath(path, key)
    const place = placeOf(scanner, keys, key)
    if (Object.hasOwn(map, key) && scanner.duplicates.length < MAX_DUPLICATES) {
      scanner.duplicates.push({ path: keyPath, at: scanner.count })
    }
    skipBlanks(scanner)
    if (scanner.text[scanner.at] !== ':') throw invalidCharacter(scanner, 'after object key')
    scanner.at++
    skipBlanks(scanner)
    setField(map, key, readValue(scanner, keyPath, place))
    if (readEnd(scanner, '}', 'after object key:value pair')) return map
  }
}

function readList(scanner: Scanner, path: string, keys: KeyPlace): Json {
  const list: Json[] = []
  if (scanner.text[scanner.at] === ']') {
    scanner.at++
    return list
  }
  for (;;) {
    const item = `[${list.length}]`
    list.push(readValue(scanner, path + item, placeOf(scanner, keys, item)))
    if (readEnd(scanner, ']', 'after array element')) return list
  }
}

/** The place of a key: its first one when it is repeated. */
function placeOf(scanner: Scanner, { below }: KeyPlace, key: string): KeyPlace {
  scanner.count++
  let place = below.get(key)
  if (place === undefined) {
    place = { at: scanner.count, below: new Map() }
    below.set(key, place)
  }
  return place
}

/** True at the closing bracket, false behind a comma. */
function readEnd(scanner: Scanner, close: string, context: string): boolean {
  skipBlanks(scanner)
  const character = scanner.text[scanner.at]
  if (character !== close && character !== ',') throw invalidCharacter(scanner, context)
  scanner.at++
  skipBlanks(scanner)
  return character === close
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function readText(scanner: Scanner): string {
  let text = ''
  scanner.at++
  for (;;) {
    const character = scanner.text[scanner.at]
    if (character === undefined || character < ' ') throw invalidCharacter(scanner, 'in string literal')
    scanner.at++
    if (character === '"') return text
    text += character === '\\' ? readEscape(scanner) : character
  }
}

function readEscape(scanner: Scanner): string {
  const character = scanner.text[scanner.at]
  if (character === 'u') return readHex(scanner)
  const meaning = character === undefined ? undefined : ESCAPES[character]
  if (meaning === undefined) throw invalidCharacter(scanner, 'in string escape code')
  scanner.at++
  return meaning
}

function readHex(scanner: Scanner): string {
  const start = ++scanner.at
  for (; scanner.at < start + 4; scanner.at++) {
    const digit = scanner.text[scanner.at]
    if (digit === undefined || !/[0-9a-fA-F]/.test(digit))
      throw invalidCharacter(scanner, 'in \\u hexadecimal character escape')
  }
  return String.fromCharCode(Number.parseInt(scanner.text.slice(start, scanner.at), 16))
}

function readWord<T>(scanner: Scanner, word: string, value: T): T {
  for (let at = 1; at < word.length; at++) {
    scanner.at++
    if (scanner.text[scanner.at] !== word[at])
      throw invalidCharacter(scanner, `in literal ${word} (expecting '${word[at]}')`)
  }
  scanner.at++
  return value
}

function readNumber(scanner: Scanner): number {
  const start = scanner.at
  if (scanner.text[scanner.at] === '-') scanner.at++
  if (scanner.text[scanner.at] === '0') scanner.at++
  else readDigits(scanner, 'in numeric literal')
  if (scanner.text[scanner.at] === '.') {
    scanner.at++
    readDigits(scanner, 'after decimal point in numeric literal')
  }
  if (/[eE]/.test(scanner.text[scanner.at] ?? '')) {
    scanner.at++
    if (/[-+]/.test(scanner.text[scanner.at] ?? '')) scanner.at++
    readDigits(scanner, 'in exponent of numeric literal')
  }
  return Number(scanner.text.slice(start, scanner.at))
}

function readDigits(scanner: Scanner, context: string): void {
  const start = scanner.at
  while (/[0-9]/.test(scanner.text[scanner.at] ?? '')) scanner.at++
  if (scanner.at === start) throw invalidCharacter(scanner, context)
}

function skipBlanks(scanner: Scanner): void {
  while (' \t\r\n'.includes(scanner.text[scanner.at] ?? 'x')) scanner.at++
}

function invalidCharacter({ text, at }: Scanner, context: string, code: 'syntax' | 'depth' = 'syntax'): DecodeError {
  if (at >= text.length) return new DecodeError('syntax', 'unexpected end of JSON input')
  return new DecodeError(code, `invalid character ${quoteByte(text.codePointAt(at) ?? 0)} ${context}`)
}

/** Go sees bytes: of a longer character it prints the first. */
function quoteByte(code: number): string {
  if (code === 0x27) return "'\\''"
  if (code === 0x22) return `'"'`
  const byte = new TextEncoder().encode(String.fromCodePoint(code))[0] ?? 0
  return `'${goQuote(String.fromCharCode(byte)).slice(1, -1)}'`
}
