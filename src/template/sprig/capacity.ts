import type { GoList, Value } from '../value.ts'

/**
 * Go's slices end at their capacity, not at their length, and `slice` may reach beyond the length: what `append` left
 * there shows up. Where a list's memory matters to that, it is noted here; a list without a note was grown item by item.
 */
interface Backing {
  readonly items: readonly Value[]
  readonly offset: number
  readonly capacity: number
}

const backings = new WeakMap<object, Backing>()

/** Bytes of an item of `[]interface {}`, of `[]string`, and of the rest. */
const ITEM_BYTES: Readonly<Record<string, number>> = { '[]interface {}': 16, '[]string': 16, '[][]interface {}': 24 }
/** Go's allocation sizes up to 1 KiB. */
const SIZE_CLASSES = [
  8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480,
  512, 576, 640, 704, 768, 896, 1024,
]

/** Notes that a list was made in one piece: it has no room beyond its length. Returns it. */
export function exactly<T extends GoList>(list: T): T {
  backings.set(list, { items: list, offset: 0, capacity: list.length })
  return list
}

/** Notes that a list of `length` items was made exactly and then grown to its present length at once. Returns it. */
export function grownFrom<T extends GoList>(length: number, list: T): T {
  const capacity = grow(length, list.length, 16)
  backings.set(list, { items: list, offset: 0, capacity })
  return list
}

/** `list[start:end]` within the capacity, or undefined when that is out of bounds. `zero` fills what nothing wrote. */
export function reslice(
  list: GoList,
  range: { readonly start: number; readonly end: number },
  type: { readonly goType: string; readonly zero: Value },
): GoList | undefined {
  const { items, offset, capacity } = backings.get(list) ?? {
    items: list,
    offset: 0,
    capacity: grownCapacity(list.length, ITEM_BYTES[type.goType] ?? 8),
  }
  const { start, end } = range
  if (start < 0 || end < start || end > capacity) return undefined
  const cut = Array.from({ length: end - start }, (_, index) => items[offset + start + index] ?? type.zero)
  backings.set(cut, { items, offset: offset + start, capacity: capacity - start })
  return cut
}

/** Capacity after appending one item at a time to an empty slice. */
function grownCapacity(length: number, itemBytes: number): number {
  let capacity = 0
  while (capacity < length) capacity = grow(capacity, capacity + 1, itemBytes)
  return capacity
}

/** Go's `growslice`: double, from 256 on a quarter more, rounded up to an allocation size. */
function grow(capacity: number, needed: number, itemBytes: number): number {
  let next = needed
  if (needed <= 2 * capacity) {
    next = capacity
    if (capacity < 256) next = 2 * capacity
    else while (next < needed) next += Math.floor((next + 3 * 256) / 4)
  }
  const bytes = SIZE_CLASSES.find((size) => size >= next * itemBytes)
  return bytes === undefined ? next : Math.floor(bytes / itemBytes)
}
