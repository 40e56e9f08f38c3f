import {
  comparePrereleases,
  compareVersions,
  parseVersion,
  type SemverDialect,
  type Version,
} from './semver-version.ts'

type Operator = '' | '=' | '!=' | '>' | '<' | '>=' | '=>' | '<=' | '=<' | '~' | '~>' | '^'

/** One comparison: an operator and a version, parts of which may be open (`x`, `*` or left out). */
export interface Comparison {
  readonly operator: Operator
  readonly version: Version
  /** The first open part, if any. */
  readonly open: 'major' | 'minor' | 'patch' | undefined
}

/** A parsed constraint: any of the groups must hold, and of a group every comparison. */
export interface Constraint {
  readonly groups: readonly (readonly Comparison[])[]
  readonly dialect: SemverDialect
}

const SPACE = /[\t\n\f\r ]/
const OPERATOR_CHARACTER = /[=!<>~^]/
const OPERATORS: ReadonlySet<string> = new Set(['', '=', '!=', '>', '<', '>=', '=>', '<=', '=<', '~', '~>', '^'])
/** A version with open parts, from `lastIndex`. */
const VERSION =
  /v?([0-9|xX*]+)(\.[0-9|xX*]+)?(\.[0-9|xX*]+)?(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?/y
/** Longest word before a range's hyphen that is searched for a version; longer ones are no versions. */
const MAX_WORD = 500

/**
 * Reads a constraint of Masterminds/semver: `>=1.2, <2`, `^1.2 || ~3.4`, `1.2 - 1.4.5`, `1.x`.
 * Throws `improper constraint: …` and `constraint parser error`. Takes time linear in the length of the text.
 */
export function parseConstraint(text: string, dialect: SemverDialect = '3.4'): Constraint {
  const groups = rewriteRanges(text)
    .split('||')
    .map((group) => parseGroup(group, dialect))
  return { groups, dialect }
}

/** Whether a version satisfies a constraint; texts are parsed first, and what is wrong with them is thrown. */
export function satisfies(
  constraint: Constraint | string,
  version: Version | string,
  dialect: SemverDialect = '3.4',
): boolean {
  const parsed = typeof constraint === 'string' ? parseConstraint(constraint, dialect) : constraint
  const candidate = typeof version === 'string' ? parseVersion(version, parsed.dialect) : version
  return parsed.groups.some((group) => {
    const seeksPrerelease = group.some((comparison) => comparison.version.prerelease !== '')
    return group.every((comparison) => {
      if (isPrereleaseUnwanted(candidate, comparison, { seeksPrerelease, dialect: parsed.dialect })) return false
      return holds(comparison, candidate)
    })
  })
}

function isPrereleaseUnwanted(
  version: Version,
  comparison: Comparison,
  group: { readonly seeksPrerelease: boolean; readonly dialect: SemverDialect },
): boolean {
  if (version.prerelease === '') return false
  if (group.dialect === '3.4') return !group.seeksPrerelease
  if (comparison.operator === '!=' && comparison.open === undefined) return false
  return comparison.version.prerelease === ''
}

/** Matches versions separated by spaces or commas; the text is one side of `||`. */
function parseGroup(group: string, dialect: SemverDialect): Comparison[] {
  const improper = (): Error => new Error(`improper constraint: ${group}`)
  const comparisons: Comparison[] = []
  let at = skipSpace(group, 0)
  while (at < group.length || comparisons.length === 0) {
    const operatorEnd = endOfOperator(group, at)
    const operator = group.slice(at, operatorEnd)
    VERSION.lastIndex = skipSpace(group, operatorEnd)
    const found = VERSION.exec(group)
    if (!OPERATORS.has(operator) || found === null) throw improper()
    comparisons.push(comparisonOf(operator as Operator, found, dialect))
    const end = VERSION.lastIndex
    at = skipSpace(group, end)
    if (group[at] === ',') at = skipSpace(group, at + 1)
    else if (at === end && at < group.length) throw improper()
    else continue
    if (at === group.length) throw improper()
  }
  return comparisons
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && SPACE.test(text.charAt(at))) at++
  return at
}

function endOfOperator(text: string, from: number): number {
  let at = from
  while (at < text.length && OPERATOR_CHARACTER.test(text.charAt(at))) at++
  return at
}

function comparisonOf(operator: Operator, found: RegExpExecArray, dialect: SemverDialect): Comparison {
  const [text, major, minor, patch, prerelease = ''] = found as unknown as [string, string, ...(string | undefined)[]]
  const isOpen = (part: string | undefined): boolean => part === undefined || /^\.?[xX*]$/.test(part)
  const open = isOpen(major) ? 'major' : isOpen(minor) ? 'minor' : isOpen(patch) ? 'patch' : undefined
  const closed = {
    major: `0.0.0${prerelease}`,
    minor: `${major}.0.0${prerelease}`,
    patch: `${major}${minor}.0${prerelease}`,
  }
  try {
    return { operator, version: parseVersion(open === undefined ? text : closed[open]), open }
  } catch {
    throw new Error(dialect === '3.3' ? 'constraint Parser Error' : 'constraint parser error')
  }
}

/** `1.2 - 2.3` means `>= 1.2, <= 2.3`. */
function rewriteRanges(text: string): string {
  let result = ''
  let from = 0
  for (let hyphen = text.indexOf('-'); hyphen >= 0; hyphen = text.indexOf('-', hyphen + 1)) {
    const range = rangeAt(text, hyphen, from)
    if (range === undefined) continue
    result += `${text.slice(from, range.start)}>= ${range.low}, <= ${range.high} `
    from = range.end
    hyphen = Math.max(hyphen, from - 1)
  }
  return result + text.slice(from)
}

interface Range {
  readonly start: number
  readonly low: string
  readonly high: string
  readonly end: number
}

function rangeAt(text: string, hyphen: number, from: number): Range | undefined {
  if (!SPACE.test(text.charAt(hyphen - 1)) || !SPACE.test(text.charAt(hyphen + 1))) return undefined
  let lowEnd = hyphen
  while (lowEnd > from && SPACE.test(text.charAt(lowEnd - 1))) lowEnd--
  const lowStart = startOfVersion(text, lowEnd, from)
  VERSION.lastIndex = skipSpace(text, hyphen + 1)
  const high = VERSION.exec(text)
  if (lowStart === undefined || high === null) return undefined
  const end = skipSpace(text, VERSION.lastIndex)
  let start = lowStart
  while (start > from && SPACE.test(text.charAt(start - 1))) start--
  return { start, low: text.slice(lowStart, lowEnd), high: high[0], end }
}

/** The leftmost place from which a version reaches exactly to `end`. */
function startOfVersion(text: string, end: number, from: number): number | undefined {
  let first = end
  while (first > from && first > end - MAX_WORD && /[0-9A-Za-z|*.+-]/.test(text.charAt(first - 1))) first--
  const word = text.slice(first, end)
  for (let start = first; start < end; start++) {
    VERSION.lastIndex = start - first
    if (VERSION.test(word) && VERSION.lastIndex === word.length) return start
  }
  return undefined
}

function holds(comparison: Comparison, version: Version): boolean {
  const order = compareVersions(version, comparison.version)
  switch (comparison.operator) {
    case '':
    case '=':
      return comparison.open === undefined ? order === 0 : isTildeMatch(comparison, version)
    case '!=':
      return isDifferent(comparison, version)
    case '>':
      return isGreater(comparison, version)
    case '<':
      return order < 0
    case '>=':
    case '=>':
      return order >= 0
    case '<=':
    case '=<':
      return isAtMost(comparison, version)
    case '~':
    case '~>':
      return isTildeMatch(comparison, version)
    case '^':
      return isCaretMatch(comparison, version)
  }
}

function isDifferent({ version: bound, open }: Comparison, version: Version): boolean {
  if (open === undefined) return compareVersions(version, bound) !== 0
  if (bound.major !== version.major) return true
  if (open === 'minor') return false
  if (bound.minor !== version.minor) return true
  if (open === 'patch') return comparePrereleases(version.prerelease, bound.prerelease) !== 0
  return bound.patch !== version.patch || compareVersions(version, bound) !== 0
}

function isGreater({ version: bound, open }: Comparison, version: Version): boolean {
  if (open === undefined || open === 'major' || version.major !== bound.major) {
    return open === undefined || version.major === bound.major
      ? compareVersions(version, bound) > 0
      : version.major > bound.major
  }
  return open === 'patch' && version.minor > bound.minor
}

function isAtMost({ version: bound, open }: Comparison, version: Version): boolean {
  if (open === undefined) return compareVersions(version, bound) <= 0
  if (version.major !== bound.major) return version.major < bound.major
  return open === 'minor' || version.minor <= bound.minor
}

/** `~1.2.3` stays in 1.2, `~1` in 1; `~0.0.0` and `~*` take everything. */
function isTildeMatch({ version: bound, open }: Comparison, version: Version): boolean {
  if (compareVersions(version, bound) < 0) return false
  const isZero = bound.major === 0n && bound.minor === 0n && bound.patch === 0n
  if (isZero && open !== 'minor' && open !== 'patch') return true
  return version.major === bound.major && (version.minor === bound.minor || open === 'minor')
}

/** `^1.2` stays in 1, `^0.2` in 0.2, `^0.0.3` in 0.0.3. */
function isCaretMatch({ version: bound, open }: Comparison, version: Version): boolean {
  if (compareVersions(version, bound) < 0) return false
  if (version.major !== bound.major) return false
  if (bound.major > 0n || open === 'minor') return true
  if (bound.minor > 0n || open === 'patch') return version.minor === bound.minor
  return version.minor === 0n && version.patch === bound.patch
}
