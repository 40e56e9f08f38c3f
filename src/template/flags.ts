/** The flags, width and precision of one verb of a format. */
export interface Flags {
  minus: boolean
  plus: boolean
  sharp: boolean
  space: boolean
  zero: boolean
  /** `%+v`. */
  plusV: boolean
  /** `%#v`. */
  sharpV: boolean
  width: number | undefined
  precision: number | undefined
}

/** No flags. */
export function noFlags(): Flags {
  return {
    minus: false,
    plus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
    width: undefined,
    precision: undefined,
  }
}

const SURROGATE = /[\ud800-\udfff]/

/** Pads to the width, counted in characters; with zeros only on the left. */
export function pad(text: string, flags: Flags, zero = flags.zero): string {
  if (flags.width === undefined || flags.width === 0) return text
  const missing = flags.width - countRunes(text)
  if (missing <= 0) return text
  if (flags.minus) return text + ' '.repeat(missing)
  return (zero ? '0' : ' ').repeat(missing) + text
}

/** `utf8.RuneCountInString`. */
function countRunes(text: string): number {
  if (!SURROGATE.test(text)) return text.length
  let count = 0
  for (const _ of text) count++
  return count
}

/** Cuts to the precision, counted in characters. */
export function truncate(text: string, flags: Flags): string {
  if (flags.precision === undefined || text.length <= flags.precision) return text
  if (!SURROGATE.test(text)) return text.slice(0, flags.precision)
  return [...text].slice(0, flags.precision).join('')
}
