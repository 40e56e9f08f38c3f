import { quoteGo } from './go-syntax.ts'
import { type Json, Literal } from './literal.ts'
import { formatFloat } from './number.ts'

/** A value as Go's `%#v` prints what its YAML decoder makes of it. */
export function goValue(value: Json): string {
  if (value instanceof Literal) return scalarSyntax(value.value)
  if (Array.isArray(value)) return `[]interface {}{${value.map(innerValue).join(', ')}}`
  if (typeof value !== 'object' || value === null) return scalarSyntax(value)
  const entries = Object.keys(value).sort()
  return `map[string]interface {}{${entries.map((key) => `${quoteGo(key)}:${innerValue(value[key] as Json)}`).join(', ')}}`
}

function innerValue(value: Json): string {
  const text = goValue(value)
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
