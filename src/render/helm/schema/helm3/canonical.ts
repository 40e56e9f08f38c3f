import { isObject, type Json, sortedKeys } from '../json.ts'
import { isNumber, toFloat } from '../number.ts'

/** JSON as Go's encoder writes it after one round through float64: sorted keys, `<`, `>` and `&` escaped. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quoteJson(value)
  if (isNumber(value)) return formatFloat(toFloat(value))
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (isObject(value)) {
    return `{${sortedKeys(value)
      .map((key) => `${quoteJson(key)}:${canonicalJson(value[key] as Json)}`)
      .join(',')}}`
  }
  return String(value)
}

/** Go and JavaScript agree on shortest digits and on where an exponent starts; only the sign of zero differs. */
function formatFloat(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

const SPECIAL = /[<>&\u2028\u2029]/g

function quoteJson(text: string): string {
  return JSON.stringify(text).replace(SPECIAL, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
