import { type NodeKind, PatchError } from '../error.ts'
import { isMap, isNull, type Json } from '../json.ts'

const NAMES: Readonly<Record<NodeKind, string>> = { map: 'MappingNode', list: 'SequenceNode', scalar: 'ScalarNode' }

/** The failure where a value is not of the form that its other side has. The reference prints the value behind it. */
export function wrongKind(expected: NodeKind, value: Json): PatchError {
  const text = `wrong node kind: expected ${NAMES[expected]} but got ${NAMES[kindOf(value)]}`
  return new PatchError('wrong-kind', text, { expected, value })
}

/** The form of a value that is there and not null. */
export function kindOf(value: Json): NodeKind {
  if (Array.isArray(value)) return 'list'
  return isMap(value) ? 'map' : 'scalar'
}

/** The form that both sides must have: that of the first which is there and not null, or a map. */
export function commonKind(target: Json | undefined, patch: Json | undefined): NodeKind {
  const present = [target, patch].filter((value): value is Json => value !== undefined && !isNull(value))
  const [first, second] = present
  if (first === undefined) return 'map'
  const kind = kindOf(first)
  if (second !== undefined && kindOf(second) !== kind) throw wrongKind(kind, second)
  return kind
}
