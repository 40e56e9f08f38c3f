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
  /** Keys that have been written before: manifests use few. */
  readonly keys: Map<string, WrittenKey>
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
  keys: new Map(),
  number: numberText,
}

const GO_YAML_3: Dialect = {
  listIndent: 2,
  folds: false,
  order: compareKeysV3,
  checkKey: () => undefined,
  text: (text) => text,
  style: styleOfV3,
  keys: new Map(),
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
    const map = value instanceof Map ? withTextKeys(value) : value
    const keys = keysOf(map, place.dialect)
    if (keys.length > 0) return writeMap(writer, { value: map, keys }, place)
    return writer.put(`${place.isBehindKey ? ' ' : ''}${place.dialect.isNull?.(value) ? 'null' : '{}'}`)
  }
  if (place.isBehindKey) writer.put(' ')
  if (typeof value === 'string') return writeText(writer, value, place)
  writer.put(simpleText(value, place.dialect))
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function withTextKeys(map: Map<unknown, unknown>): Map<unknown, unknown> {
  for (const key of map.keys()) {
    if (typeof key !== 'string') return new Map(Array.from(map, ([name, item]) => [String(name), item]))
  }
  return map
}

/** The keys of what is not undefined, in order. */
function keysOf(value: object, dialect: Dialect): string[] {
  const keys = value instanceof Map ? [...(value as Map<string, unknown>).keys()] : Object.keys(value)
  const isWhole = keys.every((key) => itemOf(value, key) !== undefined)
  const given = isWhole ? keys : keys.filter((key) => itemOf(value, key) !== undefined)
  return isSorted(given, dialect.order) ? given : given.sort(dialect.order)
}

function isSorted(keys: readonly string[], order: Dialect['order']): boolean {
  for (let index = 1; index < keys.length; index++) {
    if (order(keys[index - 1] as string, keys[index] as string) > 0) return false
  }
  return true
}

function itemOf(value: object, key: string): unknown {
  return value instanceof Map ? value.get(key) : (value as Readonly<Record<string, unknown>>)[key]
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
  if (value instanceof Map) return value.size > 0
  for (const key in value) if (Object.hasOwn(value, key) && itemOf(value, key) !== undefined) return true
  return false
}

interface Sorted {
  readonly value: object
  readonly keys: readonly string[]
}

function writeMap(writer: Writer, { value, keys }: Sorted, place: Place): void {
  const { dialect } = place
  const indent = place.indent + 2
  const layout = { indent: indent + 2, folds: false }
  const behind: Place = { indent, depth: place.depth + 1, isBehindKey: true, dialect }
  let isInline = !place.isBehindKey
  for (const name of keys) {
    if (isInline) writer.pad(indent)
    else writer.startLine(indent)
    isInline = false
    const key = writtenKey(name, dialect)
    const content = plainOf(itemOf(value, name))
    if (key.isLong) {
      writer.put('? ')
      writer.scalar(key.text, dialect.style(key.text, false), { indent: indent + 2, folds: dialect.folds })
      writer.startLine(indent)
      writer.put(isBlock(content) ? ':' : ': ')
      writeNode(writer, content, { ...behind, isBehindKey: false })
    } else {
      writer.scalar(key.text, key.style, layout)
      writer.put(':')
      writeNode(writer, content, behind)
    }
  }
}

interface WrittenKey {
  readonly text: string
  readonly style: Style
  /** True for a key that stands behind `?`. */
  readonly isLong: boolean
}

/** Most keys that a dialect remembers. */
const MAX_KEYS = 2000

function writtenKey(name: string, dialect: Dialect): WrittenKey {
  const known = dialect.keys.get(name)
  if (known !== undefined) return known
  dialect.checkKey(name)
  const text = dialect.text(name)
  const isLong = isMultiline(text) || (text.length > MAX_SIMPLE_KEY / 3 && Buffer.byteLength(text) > MAX_SIMPLE_KEY)
  const key = { text, style: dialect.style(text, true), isLong }
  if (dialect.keys.size < MAX_KEYS && name.length <= MAX_SIMPLE_KEY) dialect.keys.set(name, key)
  return key
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
