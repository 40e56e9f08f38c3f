import { quoteGo } from './go-syntax.ts'
import { type Json, type JsonObject, Literal } from './literal.ts'
import { formatFloat } from './number.ts'

/** Keys that are no texts, by the maps that have them and by their texts. */
export type OddKeys = ReadonlyMap<JsonObject, ReadonlyMap<string, Json>>

const NONE: OddKeys = new Map()

/** A value as Go's `%#v` prints what its YAML decoder makes of it. */
export function goValue(value: Json, oddKeys: OddKeys = NONE): string {
  if (value instanceof Literal) return scalarSyntax(value.value)
  if (Array.isArray(value)) return `[]interface {}{${value.map((item) => innerValue(item, oddKeys)).join(', ')}}`
  if (typeof value !== 'object' || value === null) return scalarSyntax(value)
  const odd = oddKeys.get(value)
  const keys = Object.keys(value).sort((a, b) => compareKeys(a, b, odd))
  const entries = keys.map(
    (key) => `${innerValue(odd?.get(key) ?? key, NONE)}:${innerValue(value[key] as Json, oddKeys)}`,
  )
  return `map[${odd === undefined ? 'string' : 'interface {}'}]interface {}{${entries.join(', ')}}`
}

/** Texts stand behind what is none. */
function compareKeys(a: string, b: string, odd: ReadonlyMap<string, Json> | undefined): number {
  const [left, right] = [odd?.has(a) === true, odd?.has(b) === true]
  if (left !== right) return left ? -1 : 1
  const difference = left ? Number(a) - Number(b) : 0
  return difference || (a < b ? -1 : 1)
}

function innerValue(value: Json, oddKeys: OddKeys): string {
  const text = goValue(value, oddKeys)
  return text === '<nil>' ? 'interface {}(nil)' : text
}

function scalarSyntax(value: null | boolean | number | string | bigint): string {
  if (value === null) return '<nil>'
  if (typeof value === 'string') return quoteGo(value)
  if (typeof value === 'bigint') return value > 0x7fffffffffffffffn ? `0x${value.toString(16)}` : String(value)
  if (typeof value !== 'number') return String(value)
  if (Number.isFinite(value)) return formatFloat(value, 20)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}
