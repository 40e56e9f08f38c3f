import { countBytes } from '../go-text.ts'
import { dateProblem, isClock, isDateTime } from '../go-time.ts'
import { isIp } from '../ip.ts'
import { compilePattern } from '../regexp.ts'
import { parseUri } from '../uri.ts'

type Check = (text: string) => boolean

const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])'
const HOSTNAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`)
const UUID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/
const POINTER = /^(?:\/(?:[^~/]|~0|~1)*)*$/
const RELATIVE_POINTER = /^(?:0|[1-9][0-9]*)(?:#|(?:\/(?:[^~/]|~0|~1)*)*)$/

const isUri: Check = (text) => isReference(text) && parseUri(text).scheme !== ''
const isReference: Check = (text) => !text.includes('\\') && succeeds(() => parseUri(text))
const isEmail: Check = (text) => {
  const match = MAILBOX.exec(text)
  const literal = match?.groups?.['literal'] ?? match?.groups?.['boxed']
  return match !== null && (literal === undefined || isIp(literal))
}

/** Formats that are checked; others always hold. */
const FORMATS: Readonly<Record<string, Check>> = {
  date: (text) => dateProblem(text) === undefined,
  time: (text) => isClock(text),
  'date-time': (text) => isClock(text) || dateProblem(text) === undefined || isDateTime(text),
  hostname: (text) => countBytes(text) < 256 && HOSTNAME.test(text),
  email: isEmail,
  'idn-email': isEmail,
  ipv4: (text) => text.includes('.') && isIp(text),
  ipv6: (text) => text.includes(':') && isIp(text),
  uri: isUri,
  'uri-reference': isReference,
  iri: isUri,
  'iri-reference': isReference,
  'uri-template': (text) => isReference(text) && isBraced(parseUri(text).path),
  uuid: (text) => UUID.test(text),
  regex: (text) => text === '' || succeeds(() => compilePattern(text)),
  'json-pointer': (text) => POINTER.test(text),
  'relative-json-pointer': (text) => RELATIVE_POINTER.test(text),
}

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\u{10ffff}-]+"
const QUOTED = '"(?:[^"\\\\\\u0000-\\u001f\\u007f]|\\\\[!-~ \\t])*"'
const LOCAL = `(?:${ATOM}(?:\\.${ATOM})*|${QUOTED})`
const domain = (name: string): string => `(?:${ATOM}(?:\\.${ATOM})*|\\[(?<${name}>[^\\[\\]\\\\]*)\\])`
const SPACE = '[ \\t]*'
/** Go's `mail.ParseAddress`: `a@b`, `<a@b>` or `Name <a@b>`; comments are not read. */
const MAILBOX = new RegExp(
  `^${SPACE}(?:${LOCAL}@${domain('literal')}|(?:(?:${ATOM}|${QUOTED})(?:[ \\t.]+(?:${ATOM}|${QUOTED}))*${SPACE})?<${LOCAL}@${domain('boxed')}>)${SPACE}$`,
  'u',
)

/** Whether braces come in pairs, one deep. */
function isBraced(text: string): boolean {
  let isOpen = false
  for (const character of text) {
    if (character === '{' && !isOpen) isOpen = true
    else if (character === '}') isOpen = false
  }
  return !isOpen
}

function succeeds(run: () => unknown): boolean {
  try {
    run()
    return true
  } catch {
    return false
  }
}

/** Whether `format` is one the engine checks. */
export function isKnownFormat(format: string): boolean {
  return Object.hasOwn(FORMATS, format)
}

/** Whether `text` has `format`; true for a format that is not checked. */
export function hasFormat(format: string, text: string): boolean {
  return isKnownFormat(format) ? (FORMATS[format] as Check)(text) : true
}
