import { isMap, type Json, unboxed } from '../json.ts'

/** A text that two scalars share exactly when they are equal; undefined for maps and lists, which equal nothing. */
export function scalarKey(value: Json | undefined): string | undefined {
  if (Array.isArray(value) || isMap(value)) return undefined
  const plain = unboxed(value)
  return plain === null ? 'null' : `${typeof plain} ${plain as string}`
}

/** Whether two values are equal scalars. */
export function sameScalar(a: Json | undefined, b: Json | undefined): boolean {
  const key = scalarKey(a)
  return key !== undefined && key === scalarKey(b)
}

/** The scalars of a list without repetition; the last one takes the place of one that is taken out, as in the reference. */
export function withoutRepetition(list: readonly Json[]): Json[] {
  const rest = [...list]
  const seen = new Set<string | undefined>()
  for (let at = 0; at < rest.length; ) {
    const key = scalarKey(rest[at])
    if (!seen.has(key)) {
      seen.add(key)
      at++
      continue
    }
    const last = rest.pop()
    if (at < rest.length && last !== undefined) rest[at] = last
  }
  return rest
}
