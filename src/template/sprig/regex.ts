import { define } from '../define.ts'
import { quoteGo } from '../quote.ts'
import { type GoFunction, type GoList, type Int, typedAs, type Value } from '../value.ts'
import { compilePattern, type Match, type Pattern } from './regex-pattern.ts'
import { asNil, checkBytes, LimitError } from './runtime.ts'

/** Sprig's functions for regular expressions, in RE2's syntax and with Go's rules. */
export function regexFunctions(): GoFunction[] {
  return [
    define('regexMatch', ['string', 'string'], (pattern, text) => isMatch(pattern as string, text as string)),
    define('mustRegexMatch', ['string', 'string'], (pattern, text) =>
      compilePattern(pattern as string).test(text as string),
    ),
    define('regexQuoteMeta', ['string'], (text) => (text as string).replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
    ...pair('Find', ['string'], (pattern, [text]) => findFirst(pattern, text as string)),
    ...pair('FindAll', ['string', 'int'], (pattern, [text, limit]) => {
      const found = findAll(pattern, text as string, numberOf(limit)).map((match) => match.group(0))
      return found.length === 0 ? asNil(stringList([])) : stringList(found)
    }),
    ...pair('ReplaceAll', ['string', 'string'], (pattern, [text, template]) =>
      replaceAll(pattern, text as string, expander(template as string)),
    ),
    ...pair('ReplaceAllLiteral', ['string', 'string'], (pattern, [text, replacement]) =>
      replaceAll(pattern, text as string, () => replacement as string),
    ),
    ...pair('Split', ['string', 'int'], (pattern, [text, limit]) => split(pattern, text as string, numberOf(limit))),
  ]
}

/** The panicking and the `must` form of a function whose first argument is a pattern. */
function pair(
  name: string,
  params: readonly string[],
  call: (pattern: Pattern & { source: string }, values: Value[]) => Value,
): GoFunction[] {
  const run = (source: Value | undefined, values: Value[], compile: (source: string) => Pattern): Value => {
    const pattern = compile(source as string)
    return call({ ...pattern, source: source as string }, values)
  }
  return [
    define(`regex${name}`, ['string', ...params], (source, ...values) => run(source, values, mustCompile)),
    define(`mustRegex${name}`, ['string', ...params], (source, ...values) => run(source, values, compilePattern)),
  ]
}

function isMatch(pattern: string, text: string): boolean {
  try {
    return compilePattern(pattern).test(text)
  } catch {
    return false
  }
}

/** Go's `MustCompile`, whose panic names the pattern. */
function mustCompile(source: string): Pattern {
  try {
    return compilePattern(source)
  } catch (error) {
    const quoted = /^[^`\u0000-\u0008\u000a-\u001f\u007f\ufeff\ud800-\udfff]*$/.test(source)
      ? `\`${source}\``
      : quoteGo(source)
    throw new Error(`regexp: Compile(${quoted}): ${(error as Error).message}`)
  }
}

function numberOf(value: Value | undefined): number {
  return Number((value as Int).value)
}

function stringList(items: string[]): GoList {
  return typedAs('[]string', items)
}

function findFirst(pattern: Pattern, text: string): string {
  return pattern.find(text, 0)?.group(0) ?? ''
}

/** Width of the character at `at`; at the end of the text 1, so that a loop moves past it. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** Most matches of one call. */
const MAX_MATCHES = 200_000

function checkMatches(count: number): void {
  if (count > MAX_MATCHES) throw new LimitError(`regexp: more than ${MAX_MATCHES} matches – expected fewer`)
}

/** All matches, at most `limit` unless it is negative. An empty match right after another one does not count. */
function findAll(pattern: Pattern, text: string, limit: number): Match[] {
  const matches: Match[] = []
  let previousEnd = -1
  for (let at = 0; at <= text.length && (limit < 0 || matches.length < limit); ) {
    const match = pattern.find(text, at)
    if (match === undefined) break
    const isEmptyHere = match.end === at
    at = isEmptyHere ? at + widthAt(text, at) : match.end
    const isAccepted = !isEmptyHere || match.start !== previousEnd
    previousEnd = match.end
    if (isAccepted) matches.push(match)
    checkMatches(matches.length)
  }
  return matches
}

function replaceAll(pattern: Pattern, text: string, replacement: (match: Match) => string): string {
  let result = ''
  let lastEnd = 0
  let count = 0
  for (let at = 0; at <= text.length; ) {
    const match = pattern.find(text, at)
    if (match === undefined) break
    checkMatches(++count)
    result += text.slice(lastEnd, match.start)
    if (match.end > lastEnd || match.start === 0) result += replacement(match)
    checkBytes(result.length, 'regexReplaceAll')
    lastEnd = match.end
    at = Math.max(match.end, at + widthAt(text, at))
  }
  return result + text.slice(lastEnd)
}

function split(pattern: Pattern & { source: string }, text: string, limit: number): GoList {
  if (limit === 0) return asNil(stringList([]))
  if (pattern.source !== '' && text === '') return stringList([''])
  const parts: string[] = []
  let begin = 0
  let end = 0
  for (const match of findAll(pattern, text, limit)) {
    if (limit > 0 && parts.length === limit - 1) break
    end = match.start
    if (match.end !== 0) parts.push(text.slice(begin, end))
    begin = match.end
  }
  if (end !== text.length) parts.push(text.slice(begin))
  return stringList(parts)
}

/** A replacement that fills in `$1`, `${1}`, `$name`, `${name}` and `$$`, as Go's `Expand`. */
function expander(template: string): (match: Match) => string {
  if (!template.includes('$')) return () => template
  const parts = templateParts(template)
  return (match) => parts.map((part) => (typeof part === 'string' ? part : groupText(part, match))).join('')
}

interface GroupReference {
  readonly name: string
}

const REFERENCE = /^\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/u

function templateParts(template: string): (string | GroupReference)[] {
  const parts: (string | GroupReference)[] = []
  let rest = template
  while (rest !== '') {
    const dollar = rest.indexOf('$')
    if (dollar < 0) return [...parts, rest]
    parts.push(rest.slice(0, dollar))
    rest = rest.slice(dollar)
    const reference = REFERENCE.exec(rest)
    const name = reference?.[1] ?? reference?.[2]
    parts.push(name === undefined ? '$' : { name })
    rest = rest.slice(reference?.[0].length ?? 1)
  }
  return parts
}

function groupText({ name }: GroupReference, match: Match): string {
  return /^(0|[1-9][0-9]{0,8})$/.test(name) ? match.group(Number(name)) : match.named(name)
}
