/** From how little to how much: of a cost, or of a size (characters, bytes, items, entries). */
export interface Range {
  readonly min: number
  readonly max: number
}

/** The greatest cost there is; sums and products stay at it. */
export const UNBOUNDED = 2 ** 64

/** Nothing is known of a size. */
export const UNKNOWN: Range = { min: 0, max: UNBOUNDED }

/** A cost or size that is always the same. */
export function fixed(value: number): Range {
  return { min: value, max: value }
}

/** Both, one after the other. */
export function plus(a: Range, b: Range): Range {
  return { min: capped(a.min + b.min), max: capped(a.max + b.max) }
}

/** One as often as the other says. */
export function times(a: Range, b: Range): Range {
  return { min: capped(a.min * b.min), max: capped(a.max * b.max) }
}

/** A part for each unit, rounded up. */
export function scaled(a: Range, factor: number): Range {
  return { min: capped(Math.ceil(a.min * factor)), max: capped(Math.ceil(a.max * factor)) }
}

/** Either of both. */
export function either(a: Range, b: Range): Range {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) }
}

function capped(value: number): number {
  return Math.min(value, UNBOUNDED)
}
