import { listOf, mapOf, opaque, optionalOf, type Type, types } from './type.ts'

/**
 * Reads a type as the tables of functions write it: `int`, `list(A)`, `map(string, A)`, `optional(A)`, `type(A)`; one
 * capital letter is a type parameter, any other name a type known by its name alone.
 */
export function readType(text: string): Type {
  const open = text.indexOf('(')
  if (open < 0) return readName(text.trim())
  const parts = splitTypes(text.slice(open + 1, text.lastIndexOf(')')))
  const [first = types.dyn, second = types.dyn] = parts
  const make = WITH_PARTS[text.slice(0, open).trim()]
  if (make === undefined) throw new Error(`${text} - no such type`)
  return make(first, second)
}

/** Types separated by commas, brackets respected; none for an empty text. */
export function splitTypes(text: string): readonly Type[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')') depth--
    if (at < text.length && (text[at] !== ',' || depth > 0)) continue
    parts.push(text.slice(start, at))
    start = at + 1
  }
  return parts.filter((part) => part.trim() !== '').map(readType)
}

const WITH_PARTS: Readonly<Record<string, (first: Type, second: Type) => Type>> = {
  list: listOf,
  map: mapOf,
  optional: optionalOf,
  type: (of) => ({ kind: 'type', of }),
}

function readName(name: string): Type {
  if (/^[A-Z]$/.test(name)) return { kind: 'parameter', name }
  if (name === 'type') return { kind: 'type' }
  return Object.hasOwn(types, name) ? types[name as keyof typeof types] : opaque(name)
}
