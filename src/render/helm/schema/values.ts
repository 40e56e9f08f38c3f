import type { YamlValue } from '#yaml'
import { type Json, NumberText } from './json.ts'

/** Values as JSON: maps become objects without a prototype, `Int`s of `--set` become numbers. */
export function toJson(value: YamlValue): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof Map) {
    const object: Record<string, Json> = Object.create(null)
    for (const [key, item] of value) object[key] = toJson(item)
    return object
  }
  return integer(value)
}

/** Integers of the template room (`Int`) carry a bigint; anything else unknown reads as its text. */
function integer(value: unknown): Json {
  const wide = typeof value === 'object' && value !== null && 'value' in value ? value.value : undefined
  if (typeof wide !== 'bigint') return String(value)
  const number = Number(wide)
  return Number.isSafeInteger(number) ? number : new NumberText(String(wide))
}
