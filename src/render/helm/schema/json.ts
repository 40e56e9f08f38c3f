import { SchemaError } from './error.ts'

/** A number whose text a float64 cannot give back: `1.0`, `1e3`, `9223372036854775807`. */
export class NumberText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** JSON as a schema holds it. Objects have own keys only; read them with `member`. */
export type Json = null | boolean | number | string | NumberText | Json[] | JsonObject
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Whether `value` is a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText)
}

/** An own member of an object, or undefined. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** Keys in byte order, so that messages come out in one order (Go's maps have none). */
export function sortedKeys(object: JsonObject): string[] {
  const keys = Object.keys(object)
  return keys.length > 1 ? keys.sort(compareBytes) : keys
}

function compareBytes(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const difference = order(left.charCodeAt(index)) - order(right.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** UTF-16 order to code point order: surrogates sort after the rest of the basic plane. */
function order(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

const MAX_DEPTH = 10_000
/** A number whose text may differ from JavaScript's, or anything `JSON.parse` could get wrong. */
const EXACT = /\d{16}|\d[eE]|\.\d*0(?:[^\d]|$)|-0/

/**
 * Reads JSON as Go's `json.Decoder` with `UseNumber` does. With `onlyValue`, text after the first value is an error
 * (the newer engine checks that, the older one stops reading). Throws `SchemaError` 'json' with Go's text.
 */
export function parseJson(bytes: Uint8Array, onlyValue: boolean): Json {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  if (!EXACT.test(text)) {
    try {
      return JSON.parse(text) as Json
    } catch {
      // read again below, for Go's text
    }
  }
  const reader = new Reader(text)
  const value = reader.value(0)
  if (onlyValue && !reader.atEnd()) throw new SchemaError('json', 'invalid character after top-level value')
  return value
}

const LITERALS: Readonly<Record<string, readonly [word: string, value: Json]>> = {
  t: ['true', true],
  f: ['false', false],
  n: ['null', null],
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

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  atEnd(): boolean {
    return this.#peek() === ''
  }

  value(depth: number): Json {
    const first = this.#peek()
    if (depth > MAX_DEPTH) throw new SchemaError('json', 'exceeded max depth')
    if (first === '') throw new SchemaError('json', depth === 0 ? 'EOF' : 'unexpected EOF')
    if (first === '{') return this.#object(depth)
    if (first === '[') return this.#array(depth)
    if (first === '"') return this.#string()
    if (first === '-' || isDigit(first)) return this.#number()
    const literal = LITERALS[first]
    if (literal === undefined) this.#unexpected('looking for beginning of value')
    return this.#literal(literal)
  }

  #object(depth: number): JsonObject {
    const object: Record<string, Json> = Object.create(null)
    this.#at++
    if (this.#peek() === '}') {
      this.#at++
      return object
    }
    for (;;) {
      if (this.#peek() !== '"') this.#unexpected('looking for beginning of object key string')
      const key = this.#string()
      if (this.#peek() !== ':') this.#unexpected('after object key')
      this.#at++
      object[key] = this.#inside(depth)
      if (this.#closes('}', 'after object key:value pair')) return object
    }
  }

  #array(depth: number): Json[] {
    const list: Json[] = []
    this.#at++
    if (this.#peek() === ']') {
      this.#at++
      return list
    }
    for (;;) {
      list.push(this.#inside(depth))
      if (this.#closes(']', 'after array element')) return list
    }
  }

  #inside(depth: number): Json {
    if (this.#peek() === '') throw new SchemaError('json', 'unexpected EOF')
    return this.value(depth + 1)
  }

  #closes(end: string, where: string): boolean {
    const next = this.#peek()
    if (next !== ',' && next !== end) this.#unexpected(where)
    this.#at++
    return next === end
  }

  #string(): string {
    let out = ''
    let start = ++this.#at
    for (;;) {
      const unit = this.#text[this.#at]
      if (unit === undefined) throw new SchemaError('json', 'unexpected EOF')
      if (unit < ' ') this.#unexpected('in string literal')
      if (unit === '"') break
      if (unit === '\\') {
        out += this.#text.slice(start, this.#at) + this.#escape()
        start = this.#at
      } else this.#at++
    }
    out += this.#text.slice(start, this.#at)
    this.#at++
    return out.isWellFormed() ? out : out.toWellFormed()
  }

  #escape(): string {
    this.#at++
    const letter = this.#text[this.#at] ?? ''
    const plain = ESCAPES[letter]
    if (plain === undefined && letter !== 'u') this.#unexpected('in string escape code')
    this.#at++
    if (plain !== undefined) return plain
    const end = this.#at + 4
    for (; this.#at < end; this.#at++) {
      if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? '')) this.#unexpected('in \\u hexadecimal character escape')
    }
    return String.fromCharCode(Number.parseInt(this.#text.slice(this.#at - 4, this.#at), 16))
  }

  #number(): Json {
    const start = this.#at
    if (this.#text[this.#at] === '-') this.#at++
    if (this.#text[this.#at] === '0') this.#at++
    else this.#digits('in numeric literal')
    if (this.#text[this.#at] === '.') {
      this.#at++
      this.#digits('after decimal point in numeric literal')
    }
    if (this.#text[this.#at] === 'e' || this.#text[this.#at] === 'E') {
      this.#at++
      if (this.#text[this.#at] === '+' || this.#text[this.#at] === '-') this.#at++
      this.#digits('in exponent of numeric literal')
    }
    const text = this.#text.slice(start, this.#at)
    const number = Number(text)
    return String(number) === text ? number : new NumberText(text)
  }

  #digits(where: string): void {
    if (!isDigit(this.#text[this.#at] ?? '')) this.#unexpected(where)
    while (isDigit(this.#text[this.#at] ?? '')) this.#at++
  }

  #literal([word, value]: readonly [string, Json]): Json {
    for (let index = 0; index < word.length; index++, this.#at++) {
      if (this.#text[this.#at] !== word[index]) this.#unexpected(`in literal ${word} (expecting '${word[index]}')`)
    }
    return value
  }

  #peek(): string {
    for (;;) {
      const unit = this.#text[this.#at]
      if (unit === undefined) return ''
      if (unit !== ' ' && unit !== '\n' && unit !== '\t' && unit !== '\r') return unit
      this.#at++
    }
  }

  #unexpected(where: string): never {
    const point = this.#text.codePointAt(this.#at)
    if (point === undefined) throw new SchemaError('json', 'unexpected EOF')
    throw new SchemaError('json', `invalid character ${quoteByte(point)} ${where}`)
  }
}

function isDigit(text: string): boolean {
  return text >= '0' && text <= '9' && text.length === 1
}

/** Go's scanner sees bytes: a character outside ASCII shows as its first byte. */
function quoteByte(point: number): string {
  const byte = new TextEncoder().encode(String.fromCodePoint(point))[0] as number
  if (byte === 0x27) return `'\\''`
  if (byte === 0x22) return `'"'`
  const named: Readonly<Record<number, string>> = {
    7: 'a',
    8: 'b',
    9: 't',
    10: 'n',
    11: 'v',
    12: 'f',
    13: 'r',
    92: '\\',
  }
  const name = named[byte]
  if (name !== undefined) return `'\\${name}'`
  if (byte < 0x20 || byte === 0x7f) return `'\\x${byte.toString(16).padStart(2, '0')}'`
  return byte >= 0x80 && byte < 0xa0 ? `'\\u00${byte.toString(16)}'` : `'${String.fromCharCode(byte)}'`
}
