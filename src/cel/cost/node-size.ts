import { codePoints } from '../library/code-points.ts'
import type { Node } from '../parse/node.ts'
import type { Type } from '../type/type.ts'
import { fixed, type Range } from './estimate.ts'

/** The size of what a literal makes. */
export function constantSize(node: Node): Range | undefined {
  if (node.kind === 'list') return fixed(node.items.length)
  if (node.kind === 'map') return fixed(node.entries.length)
  if (node.kind !== 'constant') return undefined
  const { constant } = node
  if (constant.type === 'string') return fixed(codePoints(constant.value))
  return fixed(constant.type === 'bytes' ? constant.value.length : 1)
}

const SCALARS: ReadonlySet<Type['kind']> = new Set<Type['kind']>([
  'bool',
  'double',
  'duration',
  'int',
  'timestamp',
  'uint',
])

/** The size that every value of a type has. */
export function typeSize(type: Type): Range | undefined {
  if (type.kind === 'optional') return typeSize(type.item)
  return SCALARS.has(type.kind) ? fixed(1) : undefined
}
