import { goText } from '../go-text.ts'
import { fieldOf, isMap, type Json } from '../json.ts'

/** Scalars in the order of their texts; a new list. */
export function sortedScalars(list: readonly Json[]): Json[] {
  return [...list].sort((a, b) => compareBytes(goText(a), goText(b)))
}

/**
 * Maps in the order of the texts of a field; a new list. Equal ones come out in the reverse of their order, as the reference
 * has them: its comparison says of two equal texts that the first is less.
 */
export function sortedByField(list: readonly Json[], field: string): Json[] {
  const text = (item: Json): string => goText(isMap(item) ? fieldOf(item, field) : undefined)
  return list.toReversed().sort((a, b) => compareBytes(text(a), text(b)))
}

/** Compares two texts as Go does, by their UTF-8 bytes. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a[at] === b[at]) at++
  return rank(a, at) - rank(b, at)
}

// Surrogates stand for characters beyond all others.
function rank(text: string, at: number): number {
  if (at >= text.length) return -1
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
