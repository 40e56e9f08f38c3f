import type { Json } from '../resource/json.ts'
import { demandKind } from './wrong-kind.ts'

/**
 * A scalar with another text, as the reference writes into a node of its tree: what was quoted stays a text, and what
 * was plain becomes whatever its new text says (an image whose new name is `123` is a number). A text that could not have
 * been plain was quoted; any other is taken as plain. Throws `bad-value` for a map or list.
 */
export function withText(old: Json, text: string): Json {
  demandKind(old, 'ScalarNode')
  return wasQuoted(old) ? text : plainScalar(text)
}

/** A scalar with a whole number in its place: what was quoted becomes a text. Throws `bad-value` for a map or list. */
export function withNumber(old: Json, count: number): Json {
  demandKind(old, 'ScalarNode')
  return wasQuoted(old) ? String(count) : count
}

function wasQuoted(old: Json): boolean {
  return typeof old === 'string' && old !== '' && typeof plainScalar(old) !== 'string'
}

const WORDS = new Map<string, Json>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
])
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const OLD_OCTAL = /^[-+]?0[0-7]+$/
const PREFIXED = /^0(?:x[\da-fA-F]+|o[0-7]+|b[01]+)$/

/** The value of a text that stands plain in a document, by the rules for resources. */
function plainScalar(text: string): Json {
  const word = WORDS.get(text)
  if (word !== undefined) return word
  if (!/^[-+.\d]/.test(text)) return text
  const value = numberOf(text)
  return Number.isFinite(value) ? value : text
}

function numberOf(text: string): number {
  if (OLD_OCTAL.test(text)) return Number.parseInt(text, 8)
  return DECIMAL.test(text) || PREFIXED.test(text) ? Number(text) : Number.NaN
}
