import { isLiteral, isObject, type Json } from './json.ts'

/** A value as Go's `%#v` prints what a YAML reader makes of it. */
export function goMapText(value: Json): string {
  if (isObject(value)) {
    const fields = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${goMapText(value[key] as Json)}`)
    return `map[string]interface {}{${fields.join(', ')}}`
  }
  if (Array.isArray(value)) return `[]interface {}{${value.map(goMapText).join(', ')}}`
  if (isLiteral(value)) return value.value === null ? 'interface {}(nil)' : String(value.value)
  if (value === null) return 'interface {}(nil)'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
