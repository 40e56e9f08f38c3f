import type { Sized } from '../cost/call-estimate.ts'
import { plus, type Range, scaled, times, UNBOUNDED, UNKNOWN } from '../cost/estimate.ts'
import { failure } from '../run/failure.ts'
import { ArrayList } from '../value/collection.ts'
import type { List } from '../value/value.ts'
import { codePoints } from './code-points.ts'
import { CONTAINING, knownSize, literalNumber, MATCHING, reading, readingByName, sizeOf } from './cost.ts'
import { type CostOf, method, type Overload, plain } from './overload.ts'
import { quote } from './quote.ts'
import { compilePattern } from './regex.ts'

type Two = [string, string]

const OF_FIRST = readingByName(0, 0.1, true)
const TWICE = readingByName(0, 0.2)
const SPLIT: CostOf = {
  ...TWICE,
  estimate: ([text, , limit]) => ({
    cost: scaled(knownSize(text), 0.2),
    size: { min: 0, max: limitOf(limit) ?? knownSize(text).max },
  }),
}
/** How many parts there may be; a negative number leaves it open. */
function limitOf(limit: Sized | undefined): number | undefined {
  const number = literalNumber(limit, -1)
  if (number !== 0) return number < 0 ? undefined : number
  const node = limit?.node
  return node?.kind === 'constant' && node.constant.value === 0n ? 0 : UNBOUNDED
}

const REPLACE: CostOf = {
  ...TWICE,
  estimate: ([text, from, to]) => ({
    cost: scaled(knownSize(text), 0.2),
    size: replacedSize(knownSize(text), knownSize(from), knownSize(to)),
  }),
}
const JOIN: CostOf = {
  isCostOfAllForms: true,
  cost: (_args, result) => Math.ceil(sizeOf(result) * 0.2),
  estimate: ([list, separator]) => {
    const size = joinedSize(list, separator)
    return { cost: scaled(size, 0.1), size }
  },
}
const SEARCH: CostOf = {
  isCostOfAllForms: true,
  cost: ([text]) => (typeof text === 'string' ? Math.floor(Buffer.byteLength(text) * 0.1) : 1),
  estimate: ([text]) => ({ cost: scaled(knownSize(text), 0.1) }),
}
const QUOTE: CostOf = {
  ...reading(0),
  estimate: ([text]) => {
    const { min, max } = knownSize(text)
    return { cost: scaled(knownSize(text), 0.1), size: { min: min + 2, max: Math.min(max * 2 + 2, UNBOUNDED) } }
  },
}

/** A text after its parts were replaced (apiserver `library/cost.go`). */
function replacedSize(text: Range, from: Range, to: Range): Range {
  const most =
    from.min === 0
      ? { count: text.max < UNBOUNDED ? text.max + 1 : text.max, kept: text.max }
      : to.max <= from.min
        ? { count: 0, kept: text.max }
        : { count: Math.ceil(text.max / from.min), kept: 0 }
  const least =
    from.max === 0
      ? { count: text.min + 1, kept: text.min }
      : from.max <= to.min
        ? { count: 0, kept: text.min }
        : { count: Math.ceil(text.min / from.max), kept: 0 }
  return plus(times({ min: least.count, max: most.count }, to), { min: least.kept, max: most.kept })
}

function joinedSize(list: Sized | undefined, separator: Sized | undefined): Range {
  const count = knownSize(list)
  const item = list === undefined || list.path.length === 0 ? undefined : list.sizeAt([...list.path, '@items'])
  const items = times(count, item ?? UNKNOWN)
  if (separator === undefined) return items
  const gaps = { min: Math.max(count.min - 1, 0), max: Math.max(count.max - 1, 0) }
  return plus(items, times(knownSize(separator), gaps))
}

/** Functions of texts: CEL's own, and those of the strings extension (version 2). Indexes count code points. */
export const text: readonly Overload[] = [
  method('contains', 'string, string -> bool', (...[whole, part]: Two) => whole.includes(part), CONTAINING),
  method('startsWith', 'string, string -> bool', (...[whole, part]: Two) => whole.startsWith(part), reading(1)),
  method('endsWith', 'string, string -> bool', (...[whole, part]: Two) => whole.endsWith(part), reading(1)),
  method(
    'matches',
    'string, string -> bool',
    (...[whole, pattern]: Two) => compilePattern(pattern).test(whole),
    MATCHING,
  ),
  plain(
    'matches',
    'string, string -> bool',
    (...[whole, pattern]: Two) => compilePattern(pattern).test(whole),
    MATCHING,
  ),
  method('charAt', 'string, int -> string', (whole: string, at: bigint) => charAt(whole, at)),
  method('indexOf', 'string, string -> int', (...[whole, part]: Two) => indexOf(whole, part, 0n), SEARCH),
  method(
    'indexOf',
    'string, string, int -> int',
    (whole: string, part: string, from: bigint) => indexOf(whole, part, from),
    SEARCH,
  ),
  method('lastIndexOf', 'string, string -> int', (...[whole, part]: Two) => lastIndexOf(whole, part), SEARCH),
  method(
    'lastIndexOf',
    'string, string, int -> int',
    (whole: string, part: string, from: bigint) => lastIndexOf(whole, part, from),
    SEARCH,
  ),
  method(
    'lowerAscii',
    'string -> string',
    (whole: string) => whole.replace(/[A-Z]+/g, (found) => found.toLowerCase()),
    OF_FIRST,
  ),
  method(
    'upperAscii',
    'string -> string',
    (whole: string) => whole.replace(/[a-z]+/g, (found) => found.toUpperCase()),
    OF_FIRST,
  ),
  method(
    'replace',
    'string, string, string -> string',
    (whole: string, from: string, to: string) => replace(whole, from, to, -1n),
    REPLACE,
  ),
  method('replace', 'string, string, string, int -> string', replace, REPLACE),
  method(
    'split',
    'string, string -> list(string)',
    (...[whole, separator]: Two) => split(whole, separator, -1n),
    SPLIT,
  ),
  method('split', 'string, string, int -> list(string)', split, SPLIT),
  method('substring', 'string, int -> string', (whole: string, from: bigint) => substring(whole, from), OF_FIRST),
  method(
    'substring',
    'string, int, int -> string',
    (whole: string, from: bigint, to: bigint) => substring(whole, from, to),
    OF_FIRST,
  ),
  method('trim', 'string -> string', (whole: string) => whole.replace(BLANK_ENDS, ''), OF_FIRST),
  method('join', 'list(string) -> string', (list: List) => join(list, ''), JOIN),
  method('join', 'list(string), string -> string', join, JOIN),
  plain('strings.quote', 'string -> string', quote, QUOTE),
]

/** White space as Unicode has it; a line of spaces is looked at once. */
const SPACE = '\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000'
const BLANK_ENDS = new RegExp(`^[${SPACE}]+|(?<![${SPACE}])[${SPACE}]+$`, 'gu')

function charAt(whole: string, at: bigint): string {
  const characters = [...whole]
  if (at < 0n || at > characters.length) throw failure(`index out of range: ${at}`)
  return characters[Number(at)] ?? ''
}

function indexOf(whole: string, part: string, from: bigint): bigint {
  if (from < 0n) throw failure(`index out of range: ${from}`)
  const length = codePoints(whole)
  if (part === '') return from > length ? BigInt(length) : from
  if (from >= length) return -1n
  const found = whole.indexOf(part, unitIndex(whole, Number(from)))
  return found < 0 ? -1n : BigInt(codePoints(whole.slice(0, found)))
}

function lastIndexOf(whole: string, part: string, from?: bigint): bigint {
  if (from !== undefined && from < 0n) throw failure(`index out of range: ${from}`)
  const length = codePoints(whole)
  if (part === '') return from === undefined || from > length ? BigInt(length) : from
  if (from !== undefined && from >= length) return -1n
  const start = from === undefined ? whole.length : unitIndex(whole, Number(from))
  const found = whole.lastIndexOf(part, start)
  return found < 0 ? -1n : BigInt(codePoints(whole.slice(0, found)))
}

/** Where the code point of a number begins, in UTF-16 units. */
function unitIndex(whole: string, count: number): number {
  if (codePoints(whole) === whole.length) return count
  return [...whole].slice(0, count).join('').length
}

function replace(whole: string, from: string, to: string, limit: bigint): string {
  if (limit === 0n) return whole
  if (limit < 0n) return whole.replaceAll(from, () => to)
  let left = limit
  return whole.replaceAll(from, (found) => (left-- > 0n ? to : found))
}

function split(whole: string, separator: string, limit: bigint): List {
  if (limit === 0n) return new ArrayList([])
  const parts = separator === '' ? [...whole] : whole.split(separator)
  if (limit < 0n || parts.length <= limit) return new ArrayList(parts)
  const head = parts.slice(0, Number(limit) - 1)
  return new ArrayList([...head, parts.slice(Number(limit) - 1).join(separator)])
}

function substring(whole: string, from: bigint, to?: bigint): string {
  const characters = [...whole]
  const end = to ?? BigInt(characters.length)
  if (from < 0n || from > characters.length) throw failure(`index out of range: ${from}`)
  if (end < 0n || end > characters.length) throw failure(`index out of range: ${end}`)
  if (from > end) throw failure(`invalid substring range. start: ${from}, end: ${end}`)
  return characters.slice(Number(from), Number(end)).join('')
}

function join(list: List, separator: string): string {
  const parts: string[] = []
  for (const item of list) {
    if (typeof item !== 'string') throw failure('join: invalid input: no such overload')
    parts.push(item)
  }
  return parts.join(separator)
}
