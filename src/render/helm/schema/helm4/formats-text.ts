import { quoteSingle } from '../go-text.ts'
import { dateTimeProblem } from './formats-time.ts'

/** Why `text` is no RFC 3339 duration. */
export function durationProblem(text: string): string | undefined {
  if (!text.startsWith('P')) return 'must start with P'
  const rest = text.slice(1)
  if (rest === '') return 'nothing after P'
  if (rest.endsWith('W')) {
    const weeks = rest.slice(0, -1)
    if (weeks === '') return 'no number in week'
    return /^\d+$/.test(weeks) ? undefined : 'invalid week'
  }
  for (const [index, part] of rest.split('T').entries()) {
    if (index !== 0 && part === '') return 'no time elements'
    const units = ['YMD', 'HMS'][index]
    if (units === undefined) return 'more than one T'
    const problem = elementProblem(part, units)
    if (problem !== undefined) return problem
  }
  return undefined
}

function elementProblem(part: string, all: string): string | undefined {
  let units = all
  let rest = part
  while (rest !== '') {
    const digits = /^\d*/.exec(rest)?.[0].length ?? 0
    if (digits === 0) return 'missing number'
    const unit = rest[digits]
    if (unit === undefined) return 'missing unit'
    const place = units.indexOf(unit)
    if (place < 0)
      return all.includes(unit) ? `unit ${quoteSingle(unit)} out of order` : `invalid unit ${quoteSingle(unit)}`
    units = units.slice(place + 1)
    rest = rest.slice(digits + 1)
  }
  return undefined
}

/** Why `text` is no ISO 8601 period: two times, or a time and a duration. */
export function periodProblem(text: string): string | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return 'missing slash'
  const start = text.slice(0, slash)
  const end = text.slice(slash + 1)
  const isDurationFirst = start.startsWith('P')
  const first = isDurationFirst ? durationProblem(start) : dateTimeProblem(start)
  if (first !== undefined) return `invalid start ${isDurationFirst ? 'duration' : 'date-time'}: ${first}`
  const isDurationLast = !isDurationFirst && end.startsWith('P')
  const last = isDurationLast ? durationProblem(end) : dateTimeProblem(end)
  return last === undefined ? undefined : `invalid end ${isDurationLast ? 'duration' : 'date-time'}: ${last}`
}

/** Why `text` is no semantic version. */
export function semverProblem(text: string): string | undefined {
  const plus = text.indexOf('+')
  const build = plus < 0 ? undefined : text.slice(plus + 1)
  const rest = plus < 0 ? text : text.slice(0, plus)
  const minus = rest.indexOf('-')
  const before = minus < 0 ? undefined : rest.slice(minus + 1)
  return buildProblem(build) ?? preReleaseProblem(before) ?? coreProblem(minus < 0 ? rest : rest.slice(0, minus))
}

function buildProblem(build: string | undefined): string | undefined {
  if (build === undefined) return undefined
  if (build === '') return 'build is empty'
  return identifierProblem(build, 'build')
}

function identifierProblem(text: string, kind: string): string | undefined {
  for (const identifier of text.split('.')) {
    if (identifier === '') return `${kind} identifier is empty`
    const bad = /[^0-9a-zA-Z-]/u.exec(identifier)
    if (bad !== null) return `invalid character ${quoteSingle(bad[0])} in ${kind} identifier`
    if (kind === 'pre-release' && /^0\d+$/.test(identifier)) return 'pre-release numeric identifier starts with zero'
  }
  return undefined
}

function preReleaseProblem(text: string | undefined): string | undefined {
  return text === undefined ? undefined : identifierProblem(text, 'pre-release')
}

function coreProblem(text: string): string | undefined {
  const numbers = text.split('.')
  if (numbers.length !== 3) return 'versionCore must have 3 numbers separated by dot'
  for (const [index, name] of ['major', 'minor', 'patch'].entries()) {
    const number = numbers[index] as string
    if (number === '') return `${name} is empty`
    if (number.length > 1 && number.startsWith('0')) return `${name} starts with zero`
    if (!/^\d+$/.test(number)) return `${name} contains non-digit`
  }
  return undefined
}
