/** Indexes from `first` to `last`, both included. */
export interface Interval {
  readonly first: number
  readonly last: number
}

/** Indexes in ascending order, as few intervals as can be. */
export type Intervals = readonly Interval[]

/** Reads `1,3-5,7` as far as it lies below `completions`; what is no interval is left out. */
export function parseIntervals(text: string, completions: number): Intervals {
  const read: Interval[] = []
  for (const part of text === '' ? [] : text.split(',')) {
    const [first, last] = part.split('-').map(numberOf)
    if (first === undefined || Number.isNaN(first) || (last !== undefined && Number.isNaN(last))) continue
    if (first >= completions) break
    read.push({ first, last: Math.min(last ?? first, completions - 1) })
  }
  return merge(read, [])
}

/** `1,2,4-6`: two neighbours are listed, more are a range. Source: kubernetes `orderedIntervals.String`. */
export function printIntervals(intervals: Intervals): string {
  return intervals
    .map(({ first, last }) => (first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`))
    .join(',')
}

/** All indexes of both; each is in ascending order. */
export function merge(some: Intervals, more: Intervals): Intervals {
  const all = [...some, ...more].sort((a, b) => a.first - b.first)
  const merged: Interval[] = []
  for (const next of all) {
    const before = merged.at(-1)
    if (before === undefined || next.first > before.last + 1) merged.push(next)
    else merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, next.last) }
  }
  return merged
}

/** The intervals of single indexes. */
export function intervalsOf(indexes: Iterable<number>): Intervals {
  const single = [...indexes].map((index) => ({ first: index, last: index }))
  return merge(single, [])
}

/** How many indexes there are. */
export function totalOf(intervals: Intervals): number {
  return intervals.reduce((sum, { first, last }) => sum + last - first + 1, 0)
}

/** Whether an index is among them. */
export function hasIndex(intervals: Intervals, index: number): boolean {
  let [low, high] = [0, intervals.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((intervals[middle]?.last ?? 0) < index) low = middle + 1
    else high = middle
  }
  return (intervals[low]?.first ?? Infinity) <= index
}

/** How many indexes are in both. */
export function overlapOf(some: Intervals, more: Intervals): number {
  let overlap = 0
  for (let [a, b] = [0, 0]; a < some.length && b < more.length; ) {
    const [left, right] = [some[a] as Interval, more[b] as Interval]
    overlap += Math.max(0, Math.min(left.last, right.last) - Math.max(left.first, right.first) + 1)
    if (left.last <= right.last) a += 1
    else b += 1
  }
  return overlap
}

/** The first `count` indexes below `completions` that are not among them. */
export function firstGaps(intervals: Intervals, count: number, completions: number): number[] {
  const gaps: number[] = []
  let candidate = 0
  for (const { first, last } of [...intervals, { first: completions, last: completions }]) {
    for (; candidate < first && candidate < completions && gaps.length < count; candidate++) gaps.push(candidate)
    candidate = Math.max(candidate, last + 1)
  }
  return gaps
}

function numberOf(text: string): number {
  return /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
}
