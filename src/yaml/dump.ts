import { YamlError } from './error.ts'
import { formatFloat } from './number.ts'
import { compareKeys, compareKeysV3 } from './order.ts'
import { isMultiline, type Style, styleOf, styleOfV3 } from './style.ts'
import { Writer } from './writer.ts'

/** Nesting that Go refuses to exceed. */
const MAX_DEPTH = 10_000
/** Longest key, in bytes, that is written without `?`. */
/** Most UTF-16 units that are written: a value of a few lines can stand for more than any memory holds. */
const MAX_TEXT = 8 * 1024 * 1024
const MAX_SIMPLE_KEY = 128
/** Longest key, in characters of its JSON form, that Go can read back. */
const MAX_JSON_KEY = 1024

/**
 * What `sigs.k8s.io/yaml` marshals, with the final line break: `toYaml` without its `TrimSuffix`. Takes maps, plain
 * objects, arrays, bytes (written as base64, as Go's JSON has them), integers as `bigint`, and anything with `toJSON`.
 * Properties that are undefined are left out; an empty list or map that `isNull` names is written as `null`. Throws
 * `YamlError` where Go refuses the value.
 */
export function dump(value: unknown, isNull?: (empty: object) => boolean): string {
  return print(value, isNull === undefined ? GO_YAML_2 : { ...GO_YAML_2, isNull })
}

/**
 * What Helm 4's `toYamlPretty` prints, with the final line break: go-yaml v3 with two columns of indentation. Lists are
 * indented below their key, lines never fold, and values do not pass through JSON: floats keep their exponent
 * (`1e+06`), control characters are escaped. Integers come as `bigint`. Throws `YamlError` only for excessive depth.
 */
export function dumpPretty(value: unknown): string {
  return print(value, GO_YAML_3)
}

/** What differs between the two printers. */
interface Dialect {
  readonly listIndent: number
  readonly folds: boolean
  readonly order: (a: string, b: string) => number
  readonly checkKey: (key: string) => void
  /** What a string becomes on its way to the printer. */
  readonly text: (text: string) => string
  readonly style: (text: string, isSimpleKey: boolean) => Style
  readonly number: (value: number) => string
  /** Whether an empty list or map stands for Go's nil. */
  readonly isNull?: (empty: object) => boolean
}

const GO_YAML_2: Dialect = {
  listIndent: 0,
  folds: true,
  order: compareKeys,
  checkKey,
  text: throughJson,
  style: styleOf,
  number: numberText,
}

const GO_YAML_3: Dialect = {
  listIndent: 2,
  folds: false,
  order: compareKeysV3,
  checkKey: () => undefined,
  text: (text) => text,
  style: styleOfV3,
  number: floatText,
}

function print(value: unknown, dialect: Dialect): string {
  const writer = new Writer()
  try {
    writeNode(writer, plainOf(value), { indent: -2, depth: 0, isBehindKey: false, dialect })
  } catch (error) {
    if (error instanceof RangeError) throw new YamlError('limit', `yaml: exceeded max depth of ${MAX_DEPTH}`)
    throw error
  }
  if (writer.column > 0) writer.newLine(0)
  return writer.text
}

interface Place {
  /** Column of the enclosing collection, -2 outside of any. */
  readonly indent: number
  readonly depth: number
  /** True behind `key:`; a list there is not indented, a scalar stands behind a space. */
  readonly isBehindKey: boolean
  readonly dialect: Dialect
}

/** A value whose `toJSON` has been called. */
function plainOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64')
  const { toJSON } = value as { toJSON?: unknown }
  return typeof toJSON === 'function' && !(value instanceof Map) ? plainOf(toJSON.call(value)) : value
}

function writeNode(writer: Writer, value: unknown, place: Place): void {
  if (place.depth > MAX_DEPTH) throw new YamlError('limit', `yaml: exceeded max depth of ${MAX_DEPTH}`)
  if (writer.text.length > MAX_TEXT) throw new YamlError('too-large', `yaml: text of more than ${MAX_TEXT} bytes`)
  if (Array.isArray(value) && value.length > 0) return writeList(writer, value, place)
  if (isCollection(value)) {
    const entries = entriesOf(value, place.dialect)
    if (entries.length > 0) return writeMap(writer, entries, place)
    return writer.put(`${place.isBehindKey ? ' ' : ''}${place.dialect.isNull?.(value) ? 'null' : '{}'}`)
  }
  if (place.isBehindKey) writer.put(' ')
  if (typeof value === 'string') return writeText(writer, value, place)
  writer.put(simpleText(value, place.dialect))
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function entriesOf(value: object, dialect: Dialect): [string, unknown][] {
  const entries: [string, unknown][] =
    value instanceof Map ? Array.from(value, ([key, item]) => [String(key), item]) : Object.entries(value)
  return entries.filter((entry) => entry[1] !== undefined).sort((a, b) => dialect.order(a[0], b[0]))
}

function writeList(writer: Writer, items: readonly unknown[], place: Place): void {
  const { dialect } = place
  const indent = place.isBehindKey ? place.indent + dialect.listIndent : place.indent + 2
  const inner: Place = { indent, depth: place.depth + 1, isBehindKey: false, dialect }
  let isInline = !place.isBehindKey
  for (const item of items) {
    if (isInline) writer.pad(indent)
    else writer.startLine(indent)
    isInline = false
    const content = plainOf(item)
    writer.put(isBlock(content) ? '-' : '- ')
    writeNode(writer, content, inner)
  }
}

/** True for a collection that starts on the line of its dash, at the next column of indentation. */
function isBlock(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (!isCollection(value)) return false
  return value instanceof Map ? value.size > 0 : Object.keys(value).length > 0
}

function writeMap(writer: Writer, entries: readonly [string, unknown][], place: Place): void {
  const { dialect } = place
  const indent = place.indent + 2
  let isInline = !place.isBehindKey
  for (const [name, item] of entries) {
    if (isInline) writer.pad(indent)
    else writer.startLine(indent)
    isInline = false
    dialect.checkKey(name)
    const key = dialect.text(name)
    const content = plainOf(item)
    const depth = place.depth + 1
    if (isMultiline(key) || (key.length > MAX_SIMPLE_KEY / 3 && Buffer.byteLength(key) > MAX_SIMPLE_KEY)) {
      writer.put('? ')
      writer.scalar(key, dialect.style(key, false), { indent: indent + 2, folds: dialect.folds })
      writer.startLine(indent)
      writer.put(isBlock(content) ? ':' : ': ')
      writeNode(writer, content, { indent, depth, isBehindKey: false, dialect })
    } else {
      writer.scalar(key, dialect.style(key, true), { indent: indent + 2, folds: false })
      writer.put(':')
      writeNode(writer, content, { indent, depth, isBehindKey: true, dialect })
    }
  }
}

function checkKey(key: string): void {
  if (key.includes('\u0085')) throw new YamlError('bad-value', "yaml: did not find expected ',' or '}'")
  if (key.length < MAX_JSON_KEY / 6) return
  const json = JSON.stringify(key).replace(/[<>&\u2028\u2029]/g, '\\u0000')
  if (Array.from(json).length > MAX_JSON_KEY) throw new YamlError('limit', "yaml: did not find expected ',' or '}'")
}

function writeText(writer: Writer, text: string, place: Place): void {
  const { dialect } = place
  const value = dialect.text(text)
  const indent = Math.max(place.indent + 2, 2)
  writer.scalar(value, dialect.style(value, false), { indent, folds: dialect.folds })
}

const CHANGED_BY_JSON = /[\u007f-\u009f\ud800-\udfff\ufffe\uffff]/

/** What is left of a string after Go's JSON encoder and YAML reader: bytes that are no text become U+FFFD. */
function throughJson(text: string): string {
  if (!CHANGED_BY_JSON.test(text)) return text
  const clean = text.toWellFormed()
  if (/[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/.test(clean)) {
    throw new YamlError('bad-value', 'yaml: control characters are not allowed')
  }
  return clean.replace(/ *\u0085[ \u0085]*/g, (run) => '\n'.repeat(run.split('\u0085').length - 2) || ' ')
}

function simpleText(value: unknown, dialect: Dialect): string {
  if (typeof value === 'number') return dialect.number(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'bigint') return integerText(value)
  return Array.isArray(value) && !dialect.isNull?.(value) ? '[]' : 'null'
}

function integerText(value: bigint): string {
  const isInRange = value >= -0x8000000000000000n && value <= 0xffffffffffffffffn
  return isInRange ? String(value) : formatFloat(Number(value))
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) {
    const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
    throw new YamlError('bad-value', `json: unsupported value: ${name}`)
  }
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value)
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return integerText(BigInt(String(value)))
  return formatFloat(value)
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  return Object.is(value, -0) ? '-0' : formatFloat(value)
}
