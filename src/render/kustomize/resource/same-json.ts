import { isLiteral, isObject, type Json } from './json.ts'

/** Whether two values are the same, whatever the order of their keys. A scalar's text counts: 1.0 is not 1. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]))
  }
  if (isLiteral(a)) return isLiteral(b) && a.text === b.text
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
}
