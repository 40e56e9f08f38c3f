import type { GoList, GoMap, Value } from '../value.ts'

/** Deepest nesting that Go's decoder follows. */
const MAX_DEPTH = 10_000

/** Where a value sits, as Go's messages name it. */
const AFTER_KEY = 'after object key'
const AFTER_PAIR = 'after object key:value pair'
const AFTER_ELEMENT = 'after array element'
const AFTER_TOP = 'after top-level value'
const IN_STRING = 'in string literal'
const BEFORE_VALUE = 'looking for beginning of value'
const BEFORE_KEY = 'looking for beginning of object key string'

/**
 * JSON as Go's `json.Unmarshal` reads it into `interface {}`: numbers are float64, a later key wins, invalid UTF-8 and
 * lone surrogates become U+FFFD. Throws Go's texts, such as `invalid character 'x' looking for beginning of value`.
 */
export function parseGoJson(text: string): Value {
  const parser = new JsonParser(text)
  try {
    return parser.document()
  } catch (error) {
    if (error instanceof RangeError) throw new Error('exceeded max depth')
    throw error
  }
}

class JsonParser {
  private readonly text: string
  private position = 0
  private depth = 0
  private rangeError: Error | undefined

  constructor(text: string) {
    this.text = text
  }

  document(): Value {
    const value = this.value()
    this.space()
    if (this.position < this.text.length) throw this.unexpected(AFTER_TOP)
    if (this.rangeError !== undefined) throw this.rangeError
    return value
  }

  private value(): Value {
    this.space()
    switch (this.text[this.position]) {
      case '{':
        return this.nested(() => this.object())
      case '[':
        return this.nested(() => this.array())
      case '"':
        return this.string()
      case 't':
        return this.literal('true', true)
      case 'f':
        return this.literal('false', false)
      case 'n':
        return this.literal('null', null)
      default:
        return this.number()
    }
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new Error('exceeded max depth')
    this.position++
    const result = read()
    this.depth--
    return result
  }

  private object(): GoMap {
    const map: GoMap = new Map()
    this.space()
    if (this.take('}')) return map
    for (;;) {
      this.space()
      if (this.text[this.position] !== '"') throw this.unexpected(BEFORE_KEY)
      const key = this.string()
      this.space()
      if (!this.take(':')) throw this.unexpected(AFTER_KEY)
      map.set(key, this.value())
      this.space()
      if (this.take('}')) return map
      if (!this.take(',')) throw this.unexpected(AFTER_PAIR)
    }
  }

  private array(): GoList {
    const list: GoList = []
    this.space()
    if (this.take(']')) return list
    for (;;) {
      list.push(this.value())
      this.space()
      if (this.take(']')) return list
      if (!this.take(',')) throw this.unexpected(AFTER_ELEMENT)
    }
  }

  private string(): string {
    this.position++
    let result = ''
    for (;;) {
      const run = takeRun(this.text, this.position)
      result += run
      this.position += run.length
      const character = this.text[this.position]
      if (character === '"') {
        this.position++
        return wellFormed(result)
      }
      if (character !== '\\') throw this.unexpected(IN_STRING)
      this.position++
      result += this.escape()
    }
  }

  private escape(): string {
    const letter = this.text[this.position] as string | undefined
    const plain = letter === undefined ? undefined : ESCAPES[letter]
    if (plain !== undefined) {
      this.position++
      return plain
    }
    if (letter !== 'u') throw this.unexpected('in string escape code')
    this.position++
    const start = this.position
    while (this.position < start + 4) {
      if (!/[0-9a-fA-F]/.test(this.text[this.position] ?? ''))
        throw this.unexpected('in \\u hexadecimal character escape')
      this.position++
    }
    const unit = String.fromCharCode(Number.parseInt(this.text.slice(start, start + 4), 16))
    return unit >= '\ud800' && unit <= '\udfff' ? this.surrogate(unit) : unit
  }

  /** An escaped surrogate counts only together with its other half. */
  private surrogate(unit: string): string {
    const other = /^\\u(d[c-f][0-9a-f]{2})/i.exec(this.text.slice(this.position, this.position + 6))
    if (unit >= '\udc00' || other === null) return '\ufffd'
    this.position += 6
    return unit + String.fromCharCode(Number.parseInt(other[1] as string, 16))
  }

  private literal<T extends Value>(word: string, value: T): T {
    for (const [index, letter] of [...word].entries()) {
      if (this.text[this.position] !== letter) throw this.unexpected(`in literal ${word} (expecting '${word[index]}')`)
      this.position++
    }
    return value
  }

  private number(): number {
    const start = this.position
    const negative = this.take('-')
    if (!this.take('0')) {
      if (this.digits() === 0) throw this.unexpected(negative ? 'in numeric literal' : BEFORE_VALUE)
    }
    if (this.take('.') && this.digits() === 0) throw this.unexpected('after decimal point in numeric literal')
    if (this.take('e') || this.take('E')) {
      if (!this.take('+')) this.take('-')
      if (this.digits() === 0) throw this.unexpected('in exponent of numeric literal')
    }
    const literal = this.text.slice(start, this.position)
    const value = Number(literal)
    if (!Number.isFinite(value)) {
      this.rangeError ??= new Error(`json: cannot unmarshal number ${literal} into Go value of type float64`)
    }
    return value
  }

  private digits(): number {
    const start = this.position
    while (/[0-9]/.test(this.text[this.position] ?? '')) this.position++
    return this.position - start
  }

  private take(character: string): boolean {
    if (this.text[this.position] !== character) return false
    this.position++
    return true
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.position)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.position++
    }
  }

  private unexpected(context: string): Error {
    if (this.position >= this.text.length) {
      // At the end Go tries a space, which is wrong inside a token and says nothing between tokens.
      const inToken = context.includes('literal') && context !== IN_STRING
      return new Error(
        inToken || context.includes('escape') ? `invalid character ' ' ${context}` : 'unexpected end of JSON input',
      )
    }
    return new Error(`invalid character ${quoteByte(this.text.codePointAt(this.position) as number)} ${context}`)
  }
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

/** The characters from `start` that stand for themselves in a string. */
function takeRun(text: string, start: number): string {
  let end = start
  for (;;) {
    const code = text.charCodeAt(end)
    if (!(code >= 0x20) || code === 0x22 || code === 0x5c) return text.slice(start, end)
    end++
  }
}

function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed()
}

/** The first byte of a character as Go quotes it in a message. */
function quoteByte(code: number): string {
  const byte = code < 0x80 ? code : code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : firstByte(code)
  if (byte === 0x27) return "'\\''"
  if (byte === 0x22) return `'"'`
  if (byte === 0x5c) return "'\\\\'"
  const named = NAMED[byte]
  if (named !== undefined) return `'${named}'`
  if (byte < 0x20 || byte === 0x7f) return `'\\x${byte.toString(16).padStart(2, '0')}'`
  if (byte >= 0x80 && byte < 0xa1) return `'\\u${byte.toString(16).padStart(4, '0')}'`
  return byte === 0xad ? "'\\u00ad'" : `'${String.fromCharCode(byte)}'`
}

const NAMED: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
}

function firstByte(code: number): number {
  if (code < 0x800) return 0xc0 | (code >> 6)
  return code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18)
}
