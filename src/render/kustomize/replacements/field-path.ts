import { splitPath } from '../fields/path.ts'

/**
 * The parts of a path such as `spec.containers.[name=web].image` or `metadata.annotations.[example.com/a.b]`: brackets keep
 * dots together, and stay only around `key=value`; a backslash before a dot does the same.
 */
export function splitFieldPath(path: string): string[] {
  const parts: string[] = []
  const pieces = splitPath(path, '.')
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] ?? ''
    if (!piece.startsWith('[') || piece.endsWith(']')) {
      parts.push(piece)
      continue
    }
    const end = pieces.findIndex((other, index) => index > at && other.endsWith(']'))
    const last = end < 0 ? pieces.length - 1 : end
    const whole = pieces.slice(at, last + 1).join('.')
    parts.push(whole.includes('=') ? whole : whole.replace(/^[[\]]+|[[\]]+$/g, ''))
    at = last
  }
  return parts
}

/** True for `[key=value]`, and for anything else in brackets. */
export function isBracketed(part: string): boolean {
  return part.startsWith('[') && part.endsWith(']')
}

/** The index that a part is, or undefined; Go's `strconv.Atoi` decides. */
export function indexOf(part: string): number | undefined {
  return /^[-+]?\d{1,18}$/.test(part) ? Number(part) : undefined
}

/** Key and value of `[key=value]`; undefined without `=`. */
export function keyAndValue(part: string): { readonly key: string; readonly value: string } | undefined {
  const inside = part.replace(/\]$/, '').replace(/^\[/, '')
  const equals = inside.indexOf('=')
  return equals < 0 ? undefined : { key: inside.slice(0, equals), value: inside.slice(equals + 1) }
}

/** What the reference says of `[key]`. */
export const NO_VALUE = 'list path element must contain fieldName=fieldValue for element to match'
