import { quoteGo } from '#template'
import { countBytes, quoteSingle } from '../go-text.ts'
import { dateProblem } from '../go-time.ts'
import { ipv6Problem as addressProblem } from '../ip.ts'
import type { Json } from '../json.ts'
import { compilePattern } from '../regexp.ts'
import { decodeFragment, parseUri, type Uri } from '../uri.ts'
import { durationProblem, periodProblem, semverProblem } from './formats-text.ts'
import { dateTimeProblem, timeProblem } from './formats-time.ts'

type Check = (text: string) => string | undefined

function jsonPointer(text: string): string | undefined {
  if (text === '') return undefined
  if (!text.startsWith('/')) return 'not starting with /'
  return /~(?![01])/.test(text) ? '~ must be followed by 0 or 1' : undefined
}

function relativeJsonPointer(text: string): string | undefined {
  const digits = /^[0-9]*/.exec(text)?.[0] ?? ''
  if (digits === '') return 'must start with non-negative integer'
  if (digits.length > 1 && digits.startsWith('0')) return 'starts with zero'
  const rest = text.slice(digits.length)
  return rest === '#' ? undefined : jsonPointer(rest)
}

const UUID_LENGTHS = [8, 4, 4, 4, 12]

function uuid(text: string): string | undefined {
  const groups = text.split('-')
  if (groups.length !== UUID_LENGTHS.length) return `must have ${UUID_LENGTHS.length} elements`
  for (const [index, group] of groups.entries()) {
    const length = UUID_LENGTHS[index] as number
    if (countBytes(group) !== length) return `element ${index + 1} must be ${length} characters long`
    const bad = /[^0-9a-fA-F]/u.exec(group)
    if (bad !== null) return `non-hex character ${quoteSingle(bad[0])}`
  }
  return undefined
}

function ipv4(text: string): string | undefined {
  const groups = text.split('.')
  if (groups.length !== 4) return 'expected four decimals'
  for (const group of groups) {
    if (group.length > 1 && group.startsWith('0')) return 'leading zeros'
    if (!/^[+-]?\d+$/.test(group)) return `strconv.Atoi: parsing ${quoteGo(group)}: invalid syntax`
    if (Math.abs(Number(group)) >= 2 ** 63) return `strconv.Atoi: parsing ${quoteGo(group)}: value out of range`
    if (Number(group) < 0 || Number(group) > 255) return 'decimal must be between 0 and 255'
  }
  return undefined
}

function ipv6(text: string): string | undefined {
  if (!text.includes(':')) return 'missing colon'
  const first = /[.:%]/.exec(text)?.[0]
  const problem = first === '%' ? 'missing IPv6 address' : first === '.' ? 'unexpected character' : addressProblem(text)
  if (problem !== undefined) return `ParseAddr(${quoteGo(text)}): ${problem}`
  return text.includes('%') ? 'zone id is not a part of ipv6 address' : undefined
}

function hostname(text: string): string | undefined {
  const name = text.endsWith('.') ? text.slice(0, -1) : text
  if (countBytes(name) > 253) return 'more than 253 characters long'
  for (const label of name.split('.')) {
    if (label === '' || countBytes(label) > 63) return 'label must be 1 to 63 characters long'
    if (label.startsWith('-')) return 'label starts with hyphen'
    if (label.endsWith('-')) return 'label ends with hyphen'
    const bad = /[^a-zA-Z0-9-]/u.exec(label)
    if (bad !== null) return `invalid character ${quoteSingle(bad[0])}`
  }
  return undefined
}

function email(text: string): string | undefined {
  if (countBytes(text) > 254) return 'more than 255 characters long'
  const at = text.lastIndexOf('@')
  if (at < 0) return 'missing @'
  return localPart(text.slice(0, at)) ?? domain(text.slice(at + 1))
}

function localPart(local: string): string | undefined {
  if (countBytes(local) > 64) return 'local part more than 64 characters long'
  if (local.length > 1 && local.startsWith('"')) {
    const isBad = /[\\"]/.test(local.slice(1, -1))
    return isBad ? 'backslash and quote are not allowed within quoted local part' : undefined
  }
  if (local.startsWith('.')) return 'starts with dot'
  if (local.endsWith('.')) return 'ends with dot'
  if (local.includes('..')) return 'consecutive dots'
  const bad = /[^a-zA-Z0-9.!#$%&'*+\-/=?^_`{|}~]/u.exec(local)
  return bad === null ? undefined : `invalid character ${quoteSingle(bad[0])}`
}

function domain(name: string): string | undefined {
  if (!name.startsWith('[') || !name.endsWith(']')) return prefixed('invalid domain', hostname(name))
  const address = name.slice(1, -1)
  if (address.startsWith('IPv6:')) return prefixed('invalid ipv6 address', ipv6(address.slice(5)))
  return prefixed('invalid ipv4 address', ipv4(address))
}

function prefixed(where: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${where}: ${problem}`
}

function uri(text: string): string | undefined {
  return withUri(text, ({ scheme }) => (scheme === '' ? 'relative url' : undefined))
}

function uriReference(text: string): string | undefined {
  return text.includes('\\') ? 'contains \\' : withUri(text, () => undefined)
}

function withUri(text: string, check: (uri: Uri) => string | undefined): string | undefined {
  try {
    const parsed = parseUri(text)
    return hostProblem(parsed) ?? check(parsed)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function hostProblem({ authority = '' }: Uri): string | undefined {
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const bracketed = /^\[(.*)\](?::\d*)?$/.exec(host)?.[1]
  if (bracketed !== undefined)
    return bracketed.includes(':') ? prefixed('invalid ipv6 address', ipv6(bracketed)) : undefined
  return host.split(':').length > 2 ? 'ipv6 address not enclosed in brackets' : undefined
}

/** Only an escaped path is looked at: that is where the engine looks. */
function uriTemplate(text: string): string | undefined {
  return withUri(text, ({ path }) => {
    if (!needsRawPath(path)) return undefined
    for (const token of path.split('/')) {
      const problem = braces(decodeFragment(token))
      if (problem !== undefined) return problem
    }
    return undefined
  })
}

/** Go keeps the path as written only when its own escaping would give another text. */
function needsRawPath(path: string): boolean {
  const escaped = path.replace(/%[0-9a-fA-F]{2}/g, '')
  return escaped !== path || /[^A-Za-z0-9\-_.~$&+,/:;=@]/.test(path)
}

function braces(text: string): string | undefined {
  let isOpen = false
  for (const character of text.match(/[{}]/g) ?? []) {
    if ((character === '{') === isOpen) return 'nested curly braces'
    isOpen = !isOpen
  }
  return isOpen ? 'no matching closing brace' : undefined
}

function regex(text: string): string | undefined {
  try {
    compilePattern(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Formats that are checked; others always hold. */
const FORMATS: Readonly<Record<string, Check>> = {
  'json-pointer': jsonPointer,
  'relative-json-pointer': relativeJsonPointer,
  uuid,
  duration: durationProblem,
  period: periodProblem,
  ipv4,
  ipv6,
  hostname,
  email,
  date: dateProblem,
  time: timeProblem,
  'date-time': dateTimeProblem,
  uri,
  iri: uri,
  'uri-reference': uriReference,
  'iri-reference': uriReference,
  'uri-template': uriTemplate,
  semver: semverProblem,
  regex,
}

/** Why a value lacks a format, or undefined. Only strings can lack one. */
export function formatProblem(format: string, value: Json): string | undefined {
  if (typeof value !== 'string' || !Object.hasOwn(FORMATS, format)) return undefined
  return (FORMATS[format] as Check)(value)
}
