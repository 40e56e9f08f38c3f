import { copyNotes, copyOddKeys, copyQuoted, type Json, type JsonObject, Literal } from '#yaml'

export { type Json, type JsonObject, Literal } from '#yaml'

/** A new empty map. */
export function newObject(): JsonObject {
  return Object.create(null) as JsonObject
}

/** True for a map; false for a list, a scalar and a boxed scalar. */
export function isObject(value: Json | undefined): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** True for a scalar that is boxed with its text. */
export function isLiteral(value: Json | undefined): value is Literal {
  return value instanceof Literal
}

/** True for null, however it is written. */
export function isNull(value: Json | undefined): boolean {
  return value === null || (isLiteral(value) && value.value === null)
}

/** The text of a scalar as the document has it; empty for maps, lists and what is missing. */
export function scalarText(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (value === undefined) return ''
  if (value === null) return 'null'
  if (typeof value !== 'object') return String(value)
  return isLiteral(value) ? value.text : ''
}

/** True for what the reference takes as absent: missing, null, an empty text, map or list. */
export function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.length === 0
  return isLiteral(value) ? value.value === null : Object.keys(value).length === 0
}

/** A copy that shares no map and no list with the original. */
export function copyJson<T extends Json>(value: T): T {
  if (Array.isArray(value)) return copyList(value) as T
  if (!isObject(value)) return value
  const copy = newObject()
  for (const key of Object.keys(value)) copy[key] = copyJson(value[key] as Json)
  copyNotes(value, copy)
  copyQuoted(value, copy)
  copyOddKeys(value, copy)
  return copy as T
}

function copyList(list: Json[]): Json[] {
  const copy = list.map(copyJson)
  copyNotes(list, copy)
  return copy
}
