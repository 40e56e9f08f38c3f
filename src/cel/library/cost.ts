import type { Sized } from '../cost/call-estimate.ts'
import { fixed, plus, type Range, scaled, times, UNBOUNDED, UNKNOWN } from '../cost/estimate.ts'
import { List, Mapping, Opaque, Optional } from '../value/value.ts'
import { codePoints } from './code-points.ts'
import type { CostOf } from './overload.ts'

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

/** The size of an argument as far as anything tells. */
export function knownSize(argument: Sized | undefined): Range {
  return argument?.size ?? UNKNOWN
}

/** One unit, whatever the form. */
export const UNIT: CostOf = { cost: () => 1, estimate: () => ({ cost: fixed(1) }), isCostOfAllForms: true }

/** Reading one argument, some times over; the result is no larger. */
export function reading(at: number, factor = 0.1, hasSize = false): CostOf {
  return {
    cost: (args) => Math.ceil(sizeOf(args[at]) * factor),
    estimate: (args) => ({
      cost: scaled(knownSize(args[at]), factor),
      ...(hasSize && { size: knownSize(args[at]) }),
    }),
  }
}

/** The same for functions whose cost goes by their name. */
export function readingByName(at: number, factor = 0.1, hasSize = false): CostOf {
  return { ...reading(at, factor, hasSize), isCostOfAllForms: true }
}

/** Comparing: up to the end of the shorter one. */
export const COMPARING: CostOf = {
  cost: ([a, b]) => traversal(Math.min(sizeOf(a), sizeOf(b))),
  estimate: ([a, b]) => {
    const most = Math.min(knownSize(a).max, knownSize(b).max)
    return { cost: scaled({ min: most > 0 ? 1 : 0, max: most }, 0.1) }
  },
}

/** Joining two texts or bytes. */
export const JOINING: CostOf = {
  cost: ([a, b]) => traversal(sizeOf(a) + sizeOf(b)),
  estimate: ([a, b]) => {
    const size = plus(knownSize(a), knownSize(b))
    return { cost: scaled(size, 0.1), size }
  },
}

/** Joining two lists. */
export const JOINING_LISTS: CostOf = {
  id: 'add_list',
  estimate: ([a, b]) => ({ cost: fixed(1), size: plus(knownSize(a), knownSize(b)) }),
}

/** Matching a text against a pattern. */
export const MATCHING: CostOf = {
  cost: ([text, pattern]) => matching(sizeOf(text), sizeOf(pattern)),
  estimate: ([text, pattern]) => ({ cost: matchingEstimate(text, pattern) }),
}

/** Cost of matching a text of one size against a pattern of another. */
export function matching(textSize: number, patternSize: number): number {
  return traversal(textSize + 1) * Math.ceil(patternSize * 0.25)
}

/** The same before it runs. */
export function matchingEstimate(text: Sized | undefined, pattern: Sized | undefined): Range {
  return times(scaled(plus(knownSize(text), fixed(1)), 0.1), scaled(knownSize(pattern), 0.25))
}

/** Looking for a text in another. */
export const CONTAINING: CostOf = {
  cost: ([text, part]) => traversal(sizeOf(text)) * traversal(sizeOf(part)),
  estimate: ([text, part]) => ({ cost: times(scaled(knownSize(text), 0.1), scaled(knownSize(part), 0.1)) }),
}

/** The whole numbers a literal argument may be; `otherwise` for what is none. */
export function literalNumber(argument: Sized | undefined, otherwise: number): number {
  const node = argument?.node
  if (node?.kind !== 'constant' || node.constant.type !== 'int') return otherwise
  return node.constant.value < 0n ? 0 : Math.min(Number(node.constant.value), UNBOUNDED)
}
