import { isBoxed, isMap, type Json, type JsonObject } from './json.ts'

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`, `<nil>`. */
export function goText(value: Json | undefined): string {
  if (value === undefined || value === null) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (isMap(value)) return mapText(value)
  return isBoxed(value) ? goText(value.value as Json) : String(value)
}

function mapText(map: JsonObject): string {
  const keys = Object.keys(map).sort()
  return `map[${keys.map((key) => `${key}:${goText(map[key])}`).join(' ')}]`
}

/** The name of a value's type in Go, as JSON is decoded there. */
export function goType(value: Json | undefined): string {
  if (value === undefined || value === null) return '%!s(<nil>)'
  if (Array.isArray(value)) return '[]interface {}'
  if (isMap(value)) return 'map[string]interface {}'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  return Number.isInteger(isBoxed(value) ? Number(value.value) : value) ? 'int64' : 'float64'
}
