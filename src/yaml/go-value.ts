import { quoteGo } from './go-syntax.ts'
import { type Json, type JsonObject, Literal } from './literal.ts'
import { formatFloat } from './number.ts'
import { oddKeysOf } from './odd-keys.ts'
import { isCoreInteger } from './resolve-core.ts'

/** A value as Go's `%#v` prints what its YAML decoder makes of it. The keys of the outermost map are always texts. */
export function goValue(value: Json): string {
  if (value instanceof Literal) return literalSyntax(value)
  if (Array.isArray(value)) return `[]interface {}{${joined(value, innerValue)}}`
  if (typeof value !== 'object' || value === null) return scalarSyntax(value)
  const entryOf = (key: string): string => `${quoteGo(key)}:${innerValue(value[key] as Json)}`
  return `map[string]interface {}{${joined(Object.keys(value).sort(compareText), entryOf)}}`
}

/** Most parts of a list or map that are shown: the text stands in a message. */
const MAX_SHOWN = 10_000

function joined<T>(parts: readonly T[], textOf: (part: T) => string): string {
  const texts = parts.slice(0, MAX_SHOWN).map(textOf)
  return parts.length > MAX_SHOWN ? `${texts.join(', ')}, ...` : texts.join(', ')
}

function innerValue(value: Json): string {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Literal)
  const odd = isMap ? oddKeysOf(value) : undefined
  if (odd !== undefined) return oddMap(value as JsonObject, odd)
  const text = goValue(value)
  return text === '<nil>' ? 'interface {}(nil)' : text
}

/** Of keys that mean the same the last one counts. */
function oddMap(map: JsonObject, odd: ReadonlyMap<string, Json>): string {
  const entries = new Map<string, { readonly order: Order; readonly value: Json }>()
  for (const key of Object.keys(map)) {
    const meaning = odd.has(key) ? (odd.get(key) as Json) : key
    entries.set(innerValue(meaning), { order: orderOf(meaning, key), value: map[key] as Json })
  }
  const sorted = [...entries].sort(([, a], [, b]) => compareOrder(a.order, b.order))
  const texts = sorted.map(([syntax, { value }]) => `${syntax}:${innerValue(value)}`)
  return `map[interface {}]interface {}{${texts.join(', ')}}`
}

/** Where a key stands among others: by its type, as the reference's program has its types, then by its value. */
interface Order {
  readonly type: 'nil' | 'text' | 'unsigned' | 'integer' | 'float' | 'bool' | 'time'
  readonly value: string | number | bigint
}

const TYPES: readonly Order['type'][] = ['nil', 'text', 'unsigned', 'integer', 'float', 'bool', 'time']

function orderOf(key: Json, text: string): Order {
  const value = key instanceof Literal ? key.value : key
  if (value === null) return { type: 'nil', value: 0 }
  if (typeof value === 'boolean') return { type: 'bool', value: Number(value) }
  if (typeof value === 'bigint') return { type: value > MAX_INTEGER ? 'unsigned' : 'integer', value }
  if (typeof value === 'number') return { type: isCoreInteger(text) ? 'integer' : 'float', value }
  if (key instanceof Literal) return { type: 'time', value: Date.parse(key.value as string) }
  return { type: 'text', value: text }
}

function compareOrder(a: Order, b: Order): number {
  const difference = TYPES.indexOf(a.type) - TYPES.indexOf(b.type)
  if (difference !== 0) return difference
  if (Number.isNaN(a.value) || Number.isNaN(b.value)) return Number.isNaN(a.value) ? -1 : 1
  return a.value < b.value ? -1 : 1
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : 1
}

const MAX_INTEGER = 0x7fffffffffffffffn

function scalarSyntax(value: null | boolean | number | string | bigint): string {
  if (value === null) return '<nil>'
  if (typeof value === 'string') return quoteGo(value)
  if (typeof value === 'bigint') return value > MAX_INTEGER ? `0x${value.toString(16)}` : String(value)
  if (typeof value !== 'number') return String(value)
  if (Number.isFinite(value)) return formatFloat(value, 20)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}

const TIME = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?(Z|[-+]\d\d:\d\d)$/
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** A text in a box is a point in time, or was written in base64. */
function literalSyntax({ value }: Literal): string {
  const match = typeof value === 'string' ? TIME.exec(value) : null
  if (match === null) return scalarSyntax(value)
  const [year, month, ...clock] = match.slice(1, 7).map(Number)
  const nanoseconds = Number((match[7] ?? '').padEnd(9, '0'))
  const zone = match[8] === 'Z' ? 'time.UTC' : 'time.Location("")'
  return `time.Date(${[year, `time.${MONTHS[(month ?? 1) - 1]}`, ...clock, nanoseconds, zone].join(', ')})`
}
