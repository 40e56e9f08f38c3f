/** Indexes from `first` to `last`, both included. */
export interface IndexRange {
  readonly first: number
  readonly last: number
}

/** How many indexes a text like `1,3-5,7` names, or what is wrong with it (batch validateIndexesFormat). */
export function readIndexes(text: string, completions: number): { readonly total: number; readonly fault?: string } {
  let total = 0
  let before = -1
  for (const part of text === '' ? [] : text.split(',')) {
    const range = readRange(part, completions)
    if (typeof range === 'string') return { total: 0, fault: range }
    if (before >= range.first) return { total: 0, fault: disorder(before, range.first) }
    total += range.last - range.first + 1
    before = range.last
  }
  return { total }
}

/** The first index that two texts share (batch validateFailedIndexesNotOverlapCompleted); parts that are wrong name none. */
export function sharedIndex(some: string, others: string, completions: number): number | undefined {
  const [left, right] = [some, others].map((text) => rangesOf(text, completions)) as [IndexRange[], IndexRange[]]
  let [at, to] = [0, 0]
  for (;;) {
    const [one, other] = [left[at], right[to]]
    if (one === undefined || other === undefined) return undefined
    if (one.first <= other.last && other.first <= one.last) return Math.max(one.first, other.first)
    if (one.first <= other.first) at += 1
    else to += 1
  }
}

function rangesOf(text: string, completions: number): IndexRange[] {
  const parts = text === '' ? [] : text.split(',')
  return parts.map((part) => readRange(part, completions)).filter((range) => typeof range !== 'string')
}

/** The range of one part; what is wrong with it as a text. */
function readRange(part: string, completions: number): IndexRange | string {
  const [low = '', high, ...more] = part.split('-')
  if (more.length > 0) {
    return `the fragment ${JSON.stringify(part)} violates the requirement that an index interval can have at most two parts separated by '-'`
  }
  const first = readIndex(low, completions)
  if (typeof first === 'string' || high === undefined) {
    return typeof first === 'string' ? first : { first, last: first }
  }
  const last = readIndex(high, completions)
  if (typeof last === 'string') return last
  return first >= last ? disorder(first, last) : { first, last }
}

function readIndex(text: string, completions: number): number | string {
  if (!/^\+?\d{1,18}$/.test(text)) return `cannot convert string to integer for index: ${JSON.stringify(text)}`
  return Number(text) >= completions ? `too large index: ${JSON.stringify(text)}` : Number(text)
}

function disorder(before: number, current: number): string {
  return `non-increasing order, previous: ${before}, current: ${current}`
}
