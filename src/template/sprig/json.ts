import { compareStrings } from '../bytes.ts'
import { define } from '../define.ts'
import { Complex, type GoFunction, type GoList, type GoMap, GoObject, Int, isFunction, type Value } from '../value.ts'
import { goTypeName } from './engine.ts'
import { parseGoJson } from './json-parse.ts'
import { beginVisits, checkBytes, checkNesting, isNil, LimitError, MAX_NESTING } from './runtime.ts'

/** How JSON is written. */
export interface JsonOptions {
  /** Writes `<`, `>` and `&` as `\u003c` …, as Go does unless told otherwise. Default true. */
  readonly escapeHtml?: boolean
  /** Indentation of one level; without it everything is on one line. */
  readonly indent?: string
}

/** `toJson`, `toPrettyJson`, `toRawJson`, `fromJson` and their `must` forms. */
export function jsonFunctions(): GoFunction[] {
  const write = (options: JsonOptions) => (value: Value | undefined) => goJson(value ?? null, options)
  const raw = write({ escapeHtml: false })
  return [
    define('toJson', ['any'], orElse(write({}), '')),
    define('mustToJson', ['any'], write({})),
    define('toPrettyJson', ['any'], orElse(write({ indent: '  ' }), '')),
    define('mustToPrettyJson', ['any'], write({ indent: '  ' })),
    define('toRawJson', ['any'], raw),
    define('mustToRawJson', ['any'], raw),
    define(
      'fromJson',
      ['string'],
      orElse((text) => parseGoJson(text as string), null),
    ),
    define('mustFromJson', ['string'], (text) => parseGoJson(text as string)),
  ]
}

function orElse(call: (value: Value | undefined) => Value, fallback: Value): (value?: Value) => Value {
  return (value) => {
    try {
      return call(value)
    } catch (error) {
      if (error instanceof LimitError) throw error
      return fallback
    }
  }
}

/**
 * JSON as Go's `encoding/json` writes it: sorted keys, shortest floats, invalid UTF-8 as `\ufffd`.
 * Throws with Go's text for NaN, infinities, complex numbers, functions and values that contain themselves.
 */
export function goJson(value: Value, options: JsonOptions = {}): string {
  return new JsonWriter(options).document(value)
}

/** One document, written front to back; few calls a level, so that deep values fit on the stack. */
class JsonWriter {
  private readonly unsafe: RegExp
  private readonly indent: string | undefined
  private readonly colon: string
  private lineStart: string
  private output = ''
  private depth = 0

  constructor({ escapeHtml = true, indent }: JsonOptions) {
    this.unsafe = escapeHtml ? UNSAFE_HTML : UNSAFE
    this.indent = indent
    this.colon = indent === undefined ? ':' : ': '
    this.lineStart = indent === undefined ? '' : '\n'
  }

  document(value: Value): string {
    beginVisits()
    this.write(value)
    return this.output
  }

  private write(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.text(value)
        break
      case 'number':
        this.output += goNumber(value)
        break
      case 'boolean':
      case 'bigint':
        this.output += value
        break
      default:
        if (value === null || value === undefined || isNil(value as Value)) this.output += 'null'
        else if (Array.isArray(value)) this.list(value)
        else if (value instanceof Map) this.entries(sortedEntries(value), value)
        else this.object(value)
    }
  }

  private object(value: object): void {
    if (value instanceof Int) this.output += value.value
    else if (value instanceof Uint8Array) this.output += `"${Buffer.from(value).toString('base64')}"`
    else if (value instanceof Complex) throw new Error('json: unsupported type: complex128')
    else if (isFunction(value as Value)) throw new Error(`json: unsupported type: ${goTypeName(value as Value)}`)
    else if (value instanceof GoObject) this.goObject(value)
    else this.entries(Object.entries(value), value)
  }

  private goObject(value: GoObject): void {
    const seen = value.toJSON() ?? value.underlying()
    if (seen === undefined) this.entries([...value.fields()], value)
    else this.write(seen)
  }

  private list(items: GoList): void {
    if (items.length === 0) {
      this.output += '[]'
      return
    }
    this.open('[', items)
    for (let index = 0; index < items.length; index++) {
      this.output += index === 0 ? this.lineStart : `,${this.lineStart}`
      this.write(items[index])
    }
    this.close(']')
  }

  private entries(entries: readonly (readonly [string, unknown])[], container: object): void {
    if (entries.length === 0) {
      this.output += '{}'
      return
    }
    this.open('{', container)
    let separator = this.lineStart
    for (const [key, item] of entries) {
      this.output += separator
      this.text(key)
      this.output += this.colon
      this.write(item)
      separator = `,${this.lineStart}`
    }
    this.close('}')
  }

  private open(bracket: string, container: object): void {
    checkBytes(this.output.length, 'JSON')
    checkNesting(0, 'JSON')
    if (++this.depth > MAX_NESTING) {
      throw new Error(`json: unsupported value: encountered a cycle via ${goTypeName(container as Value)}`)
    }
    this.output += bracket
    if (this.indent !== undefined) this.lineStart += this.indent
  }

  private close(bracket: string): void {
    this.depth--
    if (this.indent !== undefined) this.lineStart = this.lineStart.slice(0, -this.indent.length)
    this.output += this.lineStart + bracket
  }

  private text(text: string): void {
    this.output += `"${text.replace(this.unsafe, escapeUnit)}"`
  }
}

function sortedEntries(map: GoMap): (readonly [string, Value])[] {
  return [...map].sort(([a], [b]) => compareStrings(a, b))
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what JSON escapes
const UNSAFE = /["\\\u0000-\u001f\u2028\u2029]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/g
const UNSAFE_HTML =
  /["\\<>&\u0000-\u001f\u2028\u2029]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/g
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: control characters are what JSON escapes

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function escapeUnit(unit: string): string {
  const code = unit.charCodeAt(0)
  return SHORT[unit] ?? `\\u${(code >= 0xd800 ? 0xfffd : code).toString(16).padStart(4, '0')}`
}

function goNumber(value: number): string {
  if (Number.isNaN(value)) throw new Error('json: unsupported value: NaN')
  if (!Number.isFinite(value)) throw new Error(`json: unsupported value: ${value > 0 ? '+' : '-'}Inf`)
  return Object.is(value, -0) ? '-0' : String(value)
}
