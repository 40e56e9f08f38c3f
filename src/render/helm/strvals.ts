import { type GoMap, int, quoteGo, type Value } from '#template'
import { goTypeName, isSpace } from './go-text.ts'
import { readJson } from './json-value.ts'

/** How the part after `=` is read: `--set`, `--set-string`, `--set-file`, `--set-json`, `--set-literal`. */
export type StrvalsMode = 'typed' | 'string' | 'file' | 'json' | 'literal'

/** An expression that Helm refuses; `message` is Helm's. */
export class StrvalsError extends Error {
  override readonly name = 'StrvalsError'
}

/** How an expression is read. */
export interface StrvalsOptions {
  readonly mode: StrvalsMode
  /** What `--set-file` reads with; needed in mode `file`. */
  readonly readFile?: (path: string) => string
}

const MAX_INDEX = 65_536
const MAX_NESTED_LEVEL = 30
/** Ours: Helm fills memory. */
const MAX_PADDING = 100_000

/**
 * Reads `a.b[0]=x,c={1,2}` and writes it into `data`, which is mutated. Throws `StrvalsError`, and what `readFile`
 * throws. Source: helm.sh/helm/v4 pkg/strvals.
 */
export function parseInto(expression: string, data: GoMap, options: StrvalsOptions): void {
  const scanner: Scanner = { runes: Array.from(expression), at: 0, padding: 0, options }
  while (!key(scanner, data, 0));
}

/** The expression as a map of its own. */
export function parseStrvals(expression: string, options: StrvalsOptions): GoMap {
  const data: GoMap = new Map()
  parseInto(expression, data, options)
  return data
}

interface Scanner {
  readonly runes: readonly string[]
  at: number
  /** Items that indexes past the end of lists have made so far. */
  padding: number
  readonly options: StrvalsOptions
}

/** What stood before a stop character; `stop` is undefined at the end of the text. */
interface Token {
  readonly text: string
  readonly stop: string | undefined
}

function until(scanner: Scanner, stops: string): Token {
  const literal = scanner.options.mode === 'literal'
  let text = ''
  while (scanner.at < scanner.runes.length) {
    const rune = scanner.runes[scanner.at++] as string
    if (stops.includes(rune)) return { text, stop: rune }
    if (rune !== '\\' || literal) text += rune
    else if (scanner.at < scanner.runes.length) text += scanner.runes[scanner.at++] as string
  }
  return { text, stop: undefined }
}

/** Reads one `key=value`. True at the end of the text. */
function key(scanner: Scanner, data: GoMap, level: number): boolean {
  const token = until(scanner, scanner.options.mode === 'literal' ? '=[.' : '=[,.')
  if (token.stop === undefined) {
    if (token.text === '') return true
    throw new StrvalsError(`key ${quoteGo(token.text)} has no value`)
  }
  if (token.stop === '=') return assign(scanner, data, token.text)
  if (token.stop === '[') return keyOfList(scanner, data, { name: token.text, level })
  if (token.stop === '.') return keyOfMap(scanner, data, { name: token.text, level: level + 1 })
  set(data, token.text, '')
  throw new StrvalsError(`key ${quoteGo(token.text)} has no value (cannot end with ,)`)
}

interface Nested {
  readonly name: string
  readonly level: number
}

function keyOfList(scanner: Scanner, data: GoMap, { name, level }: Nested): boolean {
  const index = keyIndex(scanner)
  const found = data.has(name) ? asList(data.get(name) as Value) : []
  const item = listItem(scanner, found, { index, level })
  set(data, name, item.list)
  return item.ended
}

function keyOfMap(scanner: Scanner, data: GoMap, { name, level }: Nested): boolean {
  if (level > MAX_NESTED_LEVEL) throw tooDeep()
  const inner = data.has(name) ? asMap(data.get(name) as Value) : new Map<string, Value>()
  let ended: boolean
  try {
    ended = key(scanner, inner, level)
  } finally {
    if (inner.size > 0) set(data, name, inner)
  }
  if (!ended && inner.size === 0) throw new StrvalsError(`key map ${quoteGo(name)} has no value`)
  return ended
}

function assign(scanner: Scanner, data: GoMap, name: string): boolean {
  const read = readValue(scanner)
  set(data, name, read.value)
  return read.ended
}

/** A value, and whether the text ended where one was expected. */
interface ReadResult {
  readonly value: Value
  readonly ended: boolean
}

function readValue(scanner: Scanner): ReadResult {
  const mode = scanner.options.mode
  if (mode === 'json') return { value: jsonValue(scanner), ended: false }
  if (mode === 'literal') return { value: until(scanner, '').text, ended: false }
  const first = scanner.runes[scanner.at]
  if (first === undefined) return { value: '', ended: true }
  if (first === '{') return { value: valueList(scanner), ended: false }
  return { value: convert(scanner, until(scanner, ',').text), ended: false }
}

function valueList(scanner: Scanner): Value[] {
  scanner.at++
  const list: Value[] = []
  for (;;) {
    const token = until(scanner, ',}')
    if (token.stop === undefined) throw new StrvalsError("list must terminate with '}'")
    if (token.stop === '}' && scanner.runes[scanner.at] === ',') scanner.at++
    list.push(convert(scanner, token.text))
    if (token.stop === '}') return list
  }
}

function jsonValue(scanner: Scanner): Value {
  if (skipEmpty(scanner)) return null
  const rest = scanner.runes.slice(scanner.at).join('')
  const read = readJson(rest, 0)
  scanner.at += Array.from(rest.slice(0, read.end)).length
  skipEmpty(scanner)
  return read.value
}

/** Consumes spaces and one comma; true when there was nothing else before the comma or the end. */
function skipEmpty(scanner: Scanner): boolean {
  for (;;) {
    const rune = scanner.runes[scanner.at]
    if (rune === undefined) return true
    if (rune !== ',' && !isSpace(rune.charCodeAt(0))) return false
    scanner.at++
    if (rune === ',') return true
  }
}

function convert(scanner: Scanner, text: string): Value {
  const { mode, readFile } = scanner.options
  if (mode === 'string') return text
  if (mode === 'typed') return typed(text)
  if (readFile === undefined) throw new StrvalsError(`open ${text}: no files can be read here`)
  return readFile(text)
}

const INTEGER = /^[+-]?[0-9]+$/
const MAX_INT64 = 2n ** 63n - 1n

function typed(text: string): Value {
  const lower = text.length <= 5 ? text.toLowerCase() : ''
  if (lower === 'true') return true
  if (lower === 'false') return false
  if (lower === 'null') return null
  if (text === '0') return int(0, 'int64')
  if (text.startsWith('0') || !INTEGER.test(text)) return text
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return value > MAX_INT64 || value < -MAX_INT64 - 1n ? text : int(value, 'int64')
}

interface Item {
  readonly index: number
  readonly level: number
}

interface ListResult {
  readonly list: Value[]
  readonly ended: boolean
}

function listItem(scanner: Scanner, list: Value[], { index, level }: Item): ListResult {
  if (index < 0) throw new StrvalsError(`negative ${index} index not allowed`)
  const token = until(scanner, '[.=')
  if (token.text !== '') throw new StrvalsError(`unexpected data at end of array index: ${quoteGo(token.text)}`)
  if (token.stop === undefined) return { list, ended: true }
  if (token.stop === '=') return { list: setIndex(scanner, list, index, readValue(scanner).value), ended: false }
  if (token.stop === '[') return nestedList(scanner, list, { index, level })
  return nestedMap(scanner, list, { index, level })
}

function nestedList(scanner: Scanner, list: Value[], { index, level }: Item): ListResult {
  const nextIndex = keyIndex(scanner)
  const existing = list[index]
  const inner = existing === undefined || existing === null ? [] : asList(existing)
  const item = listItem(scanner, inner, { index: nextIndex, level })
  return item.ended ? { list, ended: true } : { list: setIndex(scanner, list, index, item.list), ended: false }
}

function nestedMap(scanner: Scanner, list: Value[], { index, level }: Item): ListResult {
  const existing = list[index]
  const inner = existing instanceof Map ? existing : new Map<string, Value>()
  if (index < list.length) list[index] = inner
  const ended = key(scanner, inner, level)
  return ended ? { list, ended } : { list: setIndex(scanner, list, index, inner), ended: false }
}

function setIndex(scanner: Scanner, list: readonly Value[], index: number, value: Value): Value[] {
  if (index > MAX_INDEX) {
    throw new StrvalsError(`index of ${index} is greater than maximum supported index of ${MAX_INDEX}`)
  }
  scanner.padding += Math.max(0, index - list.length)
  if (scanner.padding > MAX_PADDING) {
    throw new StrvalsError(`lists with more than ${MAX_PADDING} empty items – expected fewer`)
  }
  const grown = [...list]
  while (grown.length <= index) grown.push(null)
  grown[index] = value
  return grown
}

function keyIndex(scanner: Scanner): number {
  const token = until(scanner, ']')
  if (token.stop === undefined) throw new StrvalsError('error parsing index: EOF')
  if (!INTEGER.test(token.text)) throw badIndex(token.text, 'invalid syntax')
  const index = Number(token.text)
  if (Math.abs(index) > Number(MAX_INT64)) throw badIndex(token.text, 'value out of range')
  return index
}

function badIndex(text: string, reason: string): StrvalsError {
  return new StrvalsError(`error parsing index: strconv.Atoi: parsing ${quoteGo(text)}: ${reason}`)
}

function set(data: GoMap, name: string, value: Value): void {
  if (name !== '') data.set(name, value)
}

function asList(value: Value): Value[] {
  if (Array.isArray(value)) return value
  throw conversion(value, '[]interface {}')
}

function asMap(value: Value): GoMap {
  if (value instanceof Map) return value
  throw conversion(value, 'map[string]interface {}')
}

function conversion(value: Value, wanted: string): StrvalsError {
  return new StrvalsError(
    `unable to parse key: interface conversion: interface {} is ${goTypeName(value)}, not ${wanted}`,
  )
}

function tooDeep(): StrvalsError {
  return new StrvalsError(
    `value name nested level is greater than maximum supported nested level of ${MAX_NESTED_LEVEL}`,
  )
}
