import { createRequire } from 'node:module'
import { translate } from './regex-translate.ts'
import { LimitError } from './runtime.ts'

/** Where a pattern matched, in UTF-16 units. */
export interface Match {
  readonly start: number
  readonly end: number
  /** Text of a group, the whole match for 0; empty for a group that took no part or does not exist. */
  group(index: number): string
  /** Text of the first group of that name that took part; empty otherwise. */
  named(name: string): string
}

/** A compiled pattern in RE2's syntax; searching takes time linear in the text. */
export interface Pattern {
  /** The leftmost match that begins at `from` or after it. */
  find(text: string, from: number): Match | undefined
  /** Whether there is any match. */
  test(text: string): boolean
}

/** Most steps a backtracking search may need; beyond that RE2 does the work. */
const MAX_STEPS = 5_000_000
const CACHE_SIZE = 500
/** Longest pattern, in UTF-16 units. */
const MAX_PATTERN = 10_000
/** Most instructions of a program times UTF-16 units of the text that it runs over. */
const MAX_WORK = 100_000_000
/** V8 counts these characters as two in `.{1,2}$` and then looks for a match too late. */
const SURROGATE_PAIR = /[\ud800-\udbff]/
const INVALID_BYTE = /[\udc80-\udcff]/u

const cache = new Map<string, Pattern | Error>()

/** Compiles a pattern, or throws Go's text: `error parsing regexp: missing closing ): …`. */
export function compilePattern(pattern: string): Pattern {
  let known = cache.get(pattern)
  if (known === undefined) {
    if (cache.size >= CACHE_SIZE) cache.clear()
    known = tryCompile(pattern)
    cache.set(pattern, known)
  }
  if (known instanceof Error) throw known
  return known
}

function tryCompile(pattern: string): Pattern | Error {
  if (pattern.length > MAX_PATTERN) {
    return new LimitError(`regexp: pattern of ${pattern.length} bytes – expected at most ${MAX_PATTERN}`)
  }
  try {
    if (INVALID_BYTE.test(pattern)) return new Error(`error parsing regexp: invalid UTF-8: \`${pattern}\``)
    const translation = translate(pattern)
    if (translation === undefined) return linearPattern(pattern)
    return quickPattern(new RegExp(translation.source, 'gu'), {
      cost: (length) => translation.cost(length),
      linear: () => linearPattern(pattern),
    })
  } catch (error) {
    return error as Error
  }
}

interface Fallback {
  cost(length: number): number
  linear(): Pattern
}

/** Uses the engine's own regular expression where the text is short enough for it to be safe. */
function quickPattern(regex: RegExp, fallback: Fallback): Pattern {
  let linear: Pattern | undefined
  let last = ''
  let isLastSafe = true
  const slow = (text: string): Pattern | undefined => {
    if (text !== last) {
      isLastSafe = fallback.cost(text.length) <= MAX_STEPS && !SURROGATE_PAIR.test(text)
    }
    // Also when it is an equal string: the next comparison then sees the same one at once.
    last = text
    if (isLastSafe) return undefined
    linear ??= fallback.linear()
    return linear
  }
  return {
    find: (text, from) => {
      const other = slow(text)
      if (other !== undefined) return other.find(text, from)
      regex.lastIndex = from
      const found = regex.exec(text)
      if (found === null) return undefined
      return {
        start: found.index,
        end: found.index + found[0].length,
        group: (index) => found[index] ?? '',
        named: () => '',
      }
    },
    test: (text) => {
      const other = slow(text)
      if (other !== undefined) return other.test(text)
      regex.lastIndex = 0
      return regex.test(text)
    },
  }
}

function linearPattern(pattern: string): Pattern {
  const { source, names } = distinctNames(pattern)
  const compiled = compileLinear(source)
  const groups: Record<string, number> = compiled.namedGroups()
  const size = compiled.programSize()
  const check = ({ length }: string): void => {
    if (size * length <= MAX_WORK) return
    throw new LimitError(`regexp: pattern of ${size} steps on a text of ${length} bytes – expected less`)
  }
  let matcher = compiled.matcher('')
  let last = ''
  return {
    find: (text, from) => {
      if (text !== last) {
        check(text)
        matcher = compiled.matcher(text)
      }
      last = text
      if (!matcher.find(from)) return undefined
      const found = Array.from({ length: compiled.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined)
      return {
        start: matcher.start(),
        end: matcher.end(),
        group: (index) => found[index] ?? '',
        named: (name) => {
          const candidates = (names.get(name) ?? [name]).map((each) => found[groups[each] ?? -1])
          return candidates.find((each) => each !== undefined) ?? ''
        },
      }
    },
    test: (text) => {
      check(text)
      return compiled.matcher(text).find()
    },
  }
}

function compileLinear(source: string): ReturnType<Re2['RE2JS']['compile']> {
  try {
    return re2().RE2JS.compile(source)
  } catch (error) {
    const message = (error as Error).message
    throw new Error(message.endsWith('trailing backslash at end of expression') ? `${message}: \`\`` : message)
  }
}

type Re2 = typeof import('re2js')
let re2Module: Re2 | undefined

/** Loads RE2 when the first pattern needs it: its Unicode tables cost milliseconds. A bundler resolves the first form. */
function re2(): Re2 {
  re2Module ??= (typeof require === 'function' ? require('re2js') : createRequire(import.meta.url)('re2js')) as Re2
  return re2Module
}

const GROUP_NAME = /\(\?P?<([A-Za-z0-9_]+)>/g

/** Go lets groups share a name; here the later ones get a name of their own, under which `names` finds them. */
function distinctNames(pattern: string): { source: string; names: ReadonlyMap<string, readonly string[]> } {
  const names = new Map<string, string[]>()
  if (!pattern.includes('(?')) return { source: pattern, names }
  const source = pattern.replace(GROUP_NAME, (opening, name: string, at: number) => {
    if (pattern[at - 1] === '\\') return opening
    const known = names.get(name) ?? []
    const own = known.length === 0 ? name : `${name}__${known.length}`
    names.set(name, [...known, own])
    return `(?P<${own}>`
  })
  const isShared = [...names.values()].some((known) => known.length > 1)
  return isShared ? { source, names } : { source: pattern, names: new Map() }
}
