import { loadResources } from '#yaml'
import type { Json } from '../resource/json.ts'
import { demandKind } from './wrong-kind.ts'

/**
 * A scalar with another text, as the reference writes into a node of its tree: what was quoted stays a text, and what
 * was plain becomes whatever its new text says (an image whose new name is `123` is a number). A text that could not have
 * been plain was quoted, whatever is known of it. Throws `bad-value` for a map or list.
 */
export function withText(old: Json, text: string, isQuoted = false): Json {
  demandKind(old, 'ScalarNode')
  return isQuoted || wasQuoted(old) ? text : plainScalar(text)
}

/** A scalar with a whole number in its place: what was quoted becomes a text. Throws `bad-value` for a map or list. */
export function withNumber(old: Json, count: number, isQuoted = false): Json {
  demandKind(old, 'ScalarNode')
  return isQuoted || wasQuoted(old) ? String(count) : count
}

function wasQuoted(old: Json): boolean {
  return typeof old === 'string' && old !== '' && typeof plainScalar(old) !== 'string'
}

/** Texts of one word that may be something else than a text. */
const MAY_BE_OTHER = /^(?:[-+.]?\d[\w.+:-]*(?<!:)|[-+]?\.(?:inf|nan)|~|true|false|null)$/i

/** The value of a text that stands plain in a document. */
export function plainScalar(text: string): Json {
  if (!MAY_BE_OTHER.test(text)) return text
  return (loadResources(text)[0]?.value ?? null) as Json
}
