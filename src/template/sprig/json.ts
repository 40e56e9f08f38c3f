import { compareStrings } from '../bytes.ts'
import { define } from '../define.ts'
import { Complex, type GoFunction, type GoList, type GoMap, GoObject, Int, isFunction, type Value } from '../value.ts'
import { goTypeName } from './engine.ts'
import { parseGoJson } from './json-parse.ts'
import { isNil, MAX_NESTING } from './runtime.ts'

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
    } catch {
      return fallback
    }
  }
}

/**
 * JSON as Go's `encoding/json` writes it: sorted keys, shortest floats, invalid UTF-8 as `\ufffd`.
 * Throws with Go's text for NaN, infinities, complex numbers, functions and values that contain themselves.
 */
export function goJson(value: Value, options: JsonOptions = {}): string {
  return new JsonWriter(options).write(value, '\n')
}

/** One document; `depth` finds values that contain themselves. */
class JsonWriter {
  private readonly unsafe: RegExp
  private readonly indent: string | undefined
  private depth = 0

  constructor({ escapeHtml = true, indent }: JsonOptions) {
    this.unsafe = escapeHtml ? UNSAFE_HTML : UNSAFE
    this.indent = indent
  }

  /** `lineStart` is a line break with the indentation of the value's own line. */
  write(value: unknown, lineStart: string): string {
    switch (typeof value) {
      case 'string':
        return this.text(value)
      case 'number':
        return goNumber(value)
      case 'boolean':
        return value ? 'true' : 'false'
      case 'bigint':
        return value.toString()
      case 'object':
        return value === null || isNil(value as Value) ? 'null' : this.object(value, lineStart)
      default:
        return 'null'
    }
  }

  private object(value: object, lineStart: string): string {
    if (value instanceof Int) return value.value.toString()
    if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`
    if (value instanceof Complex) throw new Error('json: unsupported type: complex128')
    if (isFunction(value as Value)) throw new Error(`json: unsupported type: ${goTypeName(value as Value)}`)
    return this.nested(value, lineStart)
  }

  private nested(value: object, lineStart: string): string {
    if (++this.depth > MAX_NESTING) {
      throw new Error(`json: unsupported value: encountered a cycle via ${goTypeName(value as Value)}`)
    }
    const result = Array.isArray(value) ? this.list(value, lineStart) : this.keyed(value, lineStart)
    this.depth--
    return result
  }

  private keyed(value: object, lineStart: string): string {
    if (value instanceof Map) return this.entries(sortedEntries(value), lineStart)
    if (!(value instanceof GoObject)) return this.entries(Object.entries(value), lineStart)
    const seen = value.toJSON()
    if (seen !== undefined) return this.write(seen, lineStart)
    const under = value.underlying()
    return under === undefined ? this.entries([...value.fields()], lineStart) : this.write(under, lineStart)
  }

  private list(items: GoList, lineStart: string): string {
    if (items.length === 0) return '[]'
    const inner = this.indent === undefined ? '' : lineStart + this.indent
    const written = items.map((item) => inner + this.write(item, inner))
    return `[${written.join(',')}${this.indent === undefined ? '' : lineStart}]`
  }

  private entries(entries: readonly (readonly [string, unknown])[], lineStart: string): string {
    if (entries.length === 0) return '{}'
    const inner = this.indent === undefined ? '' : lineStart + this.indent
    const colon = this.indent === undefined ? ':' : ': '
    const written = entries.map(([key, item]) => inner + this.text(key) + colon + this.write(item, inner))
    return `{${written.join(',')}${this.indent === undefined ? '' : lineStart}}`
  }

  private text(text: string): string {
    return `"${text.replace(this.unsafe, escapeUnit)}"`
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
