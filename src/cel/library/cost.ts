import { List, Mapping, Opaque, Optional } from '../value/value.ts'
import { codePoints } from './code-points.ts'

/** What reading `size` characters, bytes or items costs. */
export function traversal(size: number): number {
  return Math.ceil(size * 0.1)
}

/** The size a value's cost is counted by: characters, bytes, items, entries; 1 for everything else. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return codePoints(value)
  if (value instanceof Uint8Array) return value.length
  if (value instanceof List || value instanceof Mapping || value instanceof Opaque) return value.size
  return value instanceof Optional && value.value !== undefined ? sizeOf(value.value) : 1
}

/** Cost of matching a text of one size against a pattern of another. */
export function matching(textSize: number, patternSize: number): number {
  return traversal(textSize + 1) * Math.ceil(patternSize * 0.25)
}
