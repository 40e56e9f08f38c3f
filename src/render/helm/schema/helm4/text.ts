import { quoteSingle } from '../go-text.ts'
import { isObject, type Json } from '../json.ts'
import { isNumber, numberText } from '../number.ts'

/** A value as messages show it. */
export function display(value: Json): string {
  if (typeof value === 'string') return quoteSingle(value)
  if (value === null) return '<nil>'
  if (isNumber(value)) return numberText(value)
  return Array.isArray(value) || isObject(value) ? 'value' : String(value)
}

/** Names in quotes, one comma apart. */
export function quoteAll(names: readonly string[]): string {
  return names.map(quoteSingle).join(', ')
}
