import { failure } from '../run/failure.ts'
import { ArrayList } from '../value/collection.ts'
import type { List } from '../value/value.ts'
import { codePoints } from './code-points.ts'
import { matching, sizeOf, traversal } from './cost.ts'
import { type CallCost, method, type Overload, plain } from './overload.ts'
import { quote } from './quote.ts'
import { compilePattern } from './regex.ts'

type Two = [string, string]

const ofFirst: CallCost = ([text]) => traversal(sizeOf(text))
const ofSecond: CallCost = ([, part]) => traversal(sizeOf(part))
const ofBoth: CallCost = ([text, part]) => traversal(sizeOf(text)) * traversal(sizeOf(part))
const ofMatch: CallCost = ([text, pattern]) => matching(sizeOf(text), sizeOf(pattern))
const twice: CallCost = ([text]) => Math.ceil(sizeOf(text) * 0.2)

/** Functions of texts: CEL's own, and those of the strings extension (version 2). Indexes count code points. */
export const text: readonly Overload[] = [
  method('contains', 'string, string -> bool', (...[whole, part]: Two) => whole.includes(part), ofBoth),
  method('startsWith', 'string, string -> bool', (...[whole, part]: Two) => whole.startsWith(part), ofSecond),
  method('endsWith', 'string, string -> bool', (...[whole, part]: Two) => whole.endsWith(part), ofSecond),
  method(
    'matches',
    'string, string -> bool',
    (...[whole, pattern]: Two) => compilePattern(pattern).test(whole),
    ofMatch,
  ),
  plain(
    'matches',
    'string, string -> bool',
    (...[whole, pattern]: Two) => compilePattern(pattern).test(whole),
    ofMatch,
  ),
  method('charAt', 'string, int -> string', (whole: string, at: bigint) => charAt(whole, at)),
  method('indexOf', 'string, string -> int', (...[whole, part]: Two) => indexOf(whole, part, 0n), ofFirst),
  method(
    'indexOf',
    'string, string, int -> int',
    (whole: string, part: string, from: bigint) => indexOf(whole, part, from),
    ofFirst,
  ),
  method('lastIndexOf', 'string, string -> int', (...[whole, part]: Two) => lastIndexOf(whole, part), ofFirst),
  method(
    'lastIndexOf',
    'string, string, int -> int',
    (whole: string, part: string, from: bigint) => lastIndexOf(whole, part, from),
    ofFirst,
  ),
  method(
    'lowerAscii',
    'string -> string',
    (whole: string) => whole.replace(/[A-Z]+/g, (found) => found.toLowerCase()),
    ofFirst,
  ),
  method(
    'upperAscii',
    'string -> string',
    (whole: string) => whole.replace(/[a-z]+/g, (found) => found.toUpperCase()),
    ofFirst,
  ),
  method(
    'replace',
    'string, string, string -> string',
    (whole: string, from: string, to: string) => replace(whole, from, to, -1n),
    twice,
  ),
  method('replace', 'string, string, string, int -> string', replace, twice),
  method(
    'split',
    'string, string -> list(string)',
    (...[whole, separator]: Two) => split(whole, separator, -1n),
    twice,
  ),
  method('split', 'string, string, int -> list(string)', split, twice),
  method('substring', 'string, int -> string', (whole: string, from: bigint) => substring(whole, from), ofFirst),
  method(
    'substring',
    'string, int, int -> string',
    (whole: string, from: bigint, to: bigint) => substring(whole, from, to),
    ofFirst,
  ),
  method('trim', 'string -> string', (whole: string) => whole.replace(BLANK_ENDS, ''), ofFirst),
  method('join', 'list(string) -> string', (list: List) => join(list, ''), ofJoined),
  method('join', 'list(string), string -> string', join, ofJoined),
  plain('strings.quote', 'string -> string', quote, ofFirst),
]

/** White space as Unicode has it; a line of spaces is looked at once. */
const BLANK_ENDS = /^[\s\u0085]+|(?<![\s\u0085])[\s\u0085]+$/gu

function ofJoined(_args: readonly unknown[], result: unknown): number {
  return Math.ceil(sizeOf(result) * 0.2)
}

function charAt(whole: string, at: bigint): string {
  const characters = [...whole]
  if (at < 0n || at > characters.length) throw failure(`index out of range: ${at}`)
  return characters[Number(at)] ?? ''
}

function indexOf(whole: string, part: string, from: bigint): bigint {
  if (from < 0n || from > codePoints(whole)) throw failure(`index out of range: ${from}`)
  const start = unitIndex(whole, Number(from))
  const found = whole.indexOf(part, start)
  return found < 0 ? -1n : BigInt(codePoints(whole.slice(0, found)))
}

function lastIndexOf(whole: string, part: string, from?: bigint): bigint {
  if (from !== undefined && (from < 0n || from > codePoints(whole))) throw failure(`index out of range: ${from}`)
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
