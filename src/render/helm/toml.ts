import { compareStrings, fromBytes, type GoMap, GoObject, Int, type Value } from '#template'
import type { Compat } from './options.ts'

/** A value that TOML cannot hold; `message` is BurntSushi's. */
class TomlError extends Error {
  override readonly name = 'TomlError'
}

/** A table that stands for more text, or nests deeper, than any file may. */
class TooLarge extends Error {
  readonly code = 'too-large'
  constructor() {
    super(`toml: more than ${MAX_TEXT} bytes, ${MAX_VISITS} values or ${MAX_DEPTH} tables deep`)
  }
}

const MAX_DEPTH = 1_000

/**
 * A map as `toToml` writes it: plain keys before tables, tables indented by their depth. Throws `TomlError`.
 * Source: github.com/BurntSushi/toml encode.go.
 */
export function dumpToml(value: Value, compat: Compat): string {
  if (value === null) throw new TomlError('reflect: call of reflect.Value.Type on zero Value')
  visits = 0
  const writer: Writer = { text: '', compat }
  const map = tableOf(value)
  if (map === undefined) return element(value, compat)
  writeTable(writer, map, [])
  return writer.text
}

interface Writer {
  text: string
  readonly compat: Compat
}

function tableOf(value: Value | undefined): GoMap | undefined {
  if (value instanceof GoObject) return tableOf(value.underlying() ?? new Map(value.fields()))
  return value instanceof Map ? value : undefined
}

function tablesOf(value: Value): readonly GoMap[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const tables = value.map(tableOf)
  return tables.every((table) => table !== undefined) ? (tables as GoMap[]) : undefined
}

const MAX_TEXT = 8 * 1024 * 1024
const MAX_VISITS = 500_000
let visits = 0

function writeTable(writer: Writer, map: GoMap, path: readonly string[]): void {
  if (++visits > MAX_VISITS || writer.text.length > MAX_TEXT || path.length > MAX_DEPTH) throw new TooLarge()
  const keys = [...map.keys()].sort(compareStrings).filter((key) => map.get(key) !== null)
  const isSub = (key: string): boolean => {
    const value = map.get(key) as Value
    return tableOf(value) !== undefined || tablesOf(value) !== undefined
  }
  for (const key of keys) if (!isSub(key)) writeEntry(writer, [...path, key], map.get(key) as Value)
  for (const key of keys) if (isSub(key)) writeSub(writer, [...path, key], map.get(key) as Value)
}

function writeEntry(writer: Writer, path: readonly string[], value: Value): void {
  writer.text += `${indent(path)}${quoteKey(path.at(-1) as string)} = ${element(value, writer.compat)}\n`
}

function writeSub(writer: Writer, path: readonly string[], value: Value): void {
  const table = tableOf(value)
  const name = path.map(quoteKey).join('.')
  if (table !== undefined) {
    if (path.length === 1) newLine(writer)
    writer.text += `${indent(path)}[${name}]\n`
    writeTable(writer, table, path)
    return
  }
  for (const item of tablesOf(value) as readonly GoMap[]) {
    newLine(writer)
    writer.text += `${indent(path)}[[${name}]]\n`
    writeTable(writer, item, path)
  }
}

function newLine(writer: Writer): void {
  if (writer.text !== '') writer.text += '\n'
}

function indent(path: readonly string[]): string {
  return '  '.repeat(path.length - 1)
}

function element(value: Value, compat: Compat): string {
  if (++visits > MAX_VISITS) throw new TooLarge()
  if (typeof value === 'string') return quoteText(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return float(value, compat)
  if (value instanceof Int) return String(value.value)
  if (value instanceof Uint8Array) return quoteText(fromBytes(value))
  if (Array.isArray(value)) return `[${value.map((item) => arrayItem(item, compat)).join(', ')}]`
  const table = tableOf(value)
  if (table !== undefined) return inlineTable(table, compat)
  throw new TomlError('toml: unsupported type')
}

function arrayItem(value: Value, compat: Compat): string {
  if (value === null) throw new TomlError('toml: cannot encode array with nil element')
  return element(value, compat)
}

function inlineTable(map: GoMap, compat: Compat): string {
  const keys = [...map.keys()].sort(compareStrings).filter((key) => map.get(key) !== null)
  return `{${keys.map((key) => `${quoteKey(key)} = ${element(map.get(key) as Value, compat)}`).join(', ')}}`
}

/** Helm 3's library writes all digits, Helm 4's an exponent below 1e-4 and from 1e6 on. */
function float(value: number, compat: Compat): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const [digits, exponent] = value.toExponential().split('e') as [string, string]
  const power = Number(exponent)
  if (compat === 'helm4' && value !== 0 && (power < -4 || power >= 6)) {
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  }
  const text = Object.is(value, -0) ? '-0' : plainDigits(digits, power)
  return text.includes('.') ? text : `${text}.0`
}

function plainDigits(digits: string, power: number): string {
  const sign = digits.startsWith('-') ? '-' : ''
  const all = digits.replace(/[-.]/g, '')
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${all}`
  if (all.length <= power + 1) return sign + all.padEnd(power + 1, '0')
  return `${sign}${all.slice(0, power + 1)}.${all.slice(power + 1)}`
}

const BARE_KEY = /^[A-Za-z0-9_-]+$/

function quoteKey(key: string): string {
  return BARE_KEY.test(key) ? key : quoteText(key)
}

const ESCAPED = /["\\\u0000-\u001f\u007f]/g
const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}

function quoteText(text: string): string {
  return `"${text.replace(ESCAPED, (character) => SHORT[character] ?? hex(character))}"`
}

function hex(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
