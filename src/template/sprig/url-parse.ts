import { fromBinary, toBinary } from './cast.ts'
import { quoteGo } from './engine.ts'
import { addressFamily } from './ip-address.ts'

/** The parts of a URL as Go's `url.URL` holds them: path and fragment decoded, the rest as written. */
export interface UrlParts {
  readonly scheme: string
  readonly opaque: string
  readonly host: string
  readonly path: string
  readonly query: string
  readonly fragment: string
  /** `user:password`, escaped; undefined when the URL has none. */
  readonly userinfo: string | undefined
}

type Part = 'path' | 'host' | 'zone' | 'userinfo' | 'fragment'

/** Reserved characters that a part may hold as they are; letters, digits and `-_.~` always may. */
const PLAIN: Readonly<Record<Part, RegExp>> = {
  path: /[$&+,/:;=@]/,
  host: /[!$&'()*+,;=:[\]<>"]/,
  zone: /[!$&'()*+,;=:[\]<>"]/,
  userinfo: /[$&+,;=]/,
  fragment: /[$&+,/:;=?@!()*]/,
}
const UNRESERVED = /[A-Za-z0-9\-_.~]/
const EMPTY: UrlParts = { scheme: '', opaque: '', host: '', path: '', query: '', fragment: '', userinfo: undefined }

/** Go's `url.Parse`. Throws with Go's text, `parse "…": …`. */
export function parseUrl(text: string): UrlParts {
  const hash = text.indexOf('#')
  const beforeHash = hash < 0 ? text : text.slice(0, hash)
  const parts = inContext(beforeHash, () => parseBeforeFragment(beforeHash))
  if (hash < 0) return parts
  return { ...parts, fragment: inContext(text, () => unescapePart(text.slice(hash + 1), 'fragment')) }
}

/** Go's `URL.String` of parts that were set by hand. */
export function formatUrl(parts: UrlParts): string {
  const { scheme, opaque, query, fragment } = parts
  let text = scheme === '' ? '' : `${scheme}:`
  text += opaque === '' ? formatHierarchy(parts, text) : opaque
  if (query !== '') text += `?${query}`
  if (fragment !== '') text += `#${escapePart(fragment, 'fragment')}`
  return text
}

function formatHierarchy({ scheme, host, path, userinfo }: UrlParts, before: string): string {
  let text = ''
  const hasAuthority = host !== '' || userinfo !== undefined
  if (hasAuthority || (scheme !== '' && path !== '')) text += '//'
  if (userinfo !== undefined) text += `${userinfo}@`
  text += escapePart(host, 'host')
  const escaped = path === '*' ? '*' : escapePart(path, 'path')
  if (escaped !== '' && !escaped.startsWith('/') && host !== '') text += '/'
  if (before + text === '' && (escaped.split('/')[0] as string).includes(':')) text += './'
  return text + escaped
}

function inContext<T>(text: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw new Error(`parse ${quoteGo(text)}: ${(error as Error).message}`)
  }
}

function parseBeforeFragment(text: string): UrlParts {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new Error('net/url: invalid control character in URL')
  if (text === '*') return { ...EMPTY, path: '*' }
  const { scheme, rest: afterScheme } = splitScheme(text)
  const mark = afterScheme.indexOf('?')
  const query = mark < 0 ? '' : afterScheme.slice(mark + 1)
  const rest = mark < 0 ? afterScheme : afterScheme.slice(0, mark)
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...EMPTY, scheme, query, opaque: rest }
    if ((rest.split('/')[0] as string).includes(':')) throw new Error('first path segment in URL cannot contain colon')
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'))
  if (!hasAuthority) return { ...EMPTY, scheme, query, path: unescapePart(rest, 'path') }
  const end = rest.indexOf('/', 2)
  const authority = parseAuthority(rest.slice(2, end < 0 ? undefined : end))
  return { ...EMPTY, ...authority, scheme, query, path: unescapePart(end < 0 ? '' : rest.slice(end), 'path') }
}

function splitScheme(text: string): { readonly scheme: string; readonly rest: string } {
  if (text.startsWith(':')) throw new Error('missing protocol scheme')
  const match = /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(text)
  if (match === null) return { scheme: '', rest: text }
  return { scheme: (match[1] as string).toLowerCase(), rest: text.slice(match[0].length) }
}

function parseAuthority(authority: string): { readonly host: string; readonly userinfo: string | undefined } {
  const at = authority.lastIndexOf('@')
  const host = parseHost(authority.slice(at + 1))
  if (at < 0) return { host, userinfo: undefined }
  const userinfo = authority.slice(0, at)
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(userinfo)) throw new Error('net/url: invalid userinfo')
  const colon = userinfo.indexOf(':')
  const names = colon < 0 ? [userinfo] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)]
  const clean = names.map((name) => escapePart(unescapePart(name, 'userinfo'), 'userinfo'))
  return { host, userinfo: clean.join(':') }
}

function parseHost(host: string): string {
  if (host.lastIndexOf('[') > 0) throw new Error('invalid IP-literal')
  if (!host.startsWith('[')) {
    const colon = host.lastIndexOf(':')
    if (colon >= 0) checkPort(host.slice(colon))
    return unescapePart(host, 'host')
  }
  const bracket = host.lastIndexOf(']')
  if (bracket < 0) throw new Error("missing ']' in host")
  checkPort(host.slice(bracket + 1))
  const zone = host.slice(0, bracket).indexOf('%25')
  const nameEnd = zone < 0 ? bracket : zone
  const address =
    unescapePart(host.slice(1, nameEnd), 'host') +
    unescapePart(host.slice(nameEnd, bracket), zone < 0 ? 'host' : 'zone')
  if (familyOf(address) === 4) throw new Error('invalid IP-literal')
  return `[${address}]${unescapePart(host.slice(bracket + 1), 'host')}`
}

function familyOf(address: string): 4 | 6 {
  try {
    return addressFamily(address)
  } catch (error) {
    throw new Error(`invalid host: ${(error as Error).message}`)
  }
}

function checkPort(port: string): void {
  if (port !== '' && !/^:[0-9]*$/.test(port)) throw new Error(`invalid port ${quoteGo(port)} after host`)
}

/** Decodes `%XX`; what may not stand in a host unescaped is refused there. */
function unescapePart(text: string, part: Part): string {
  const isHost = part === 'host' || part === 'zone'
  const binary = toBinary(text).replace(
    /%(?:([0-9A-Fa-f]{2}))?|[^%]/g,
    (match, hex: string | undefined, at: number) => {
      if (!match.startsWith('%')) return isHost && match < '\u0080' ? hostCharacter(match, part) : match
      if (hex === undefined)
        throw new Error(`invalid URL escape ${quoteGo(fromBinary(toBinary(text).slice(at, at + 3)))}`)
      return unescapeHex(hex, match, part)
    },
  )
  return fromBinary(binary)
}

function unescapeHex(hex: string, match: string, part: Part): string {
  const character = String.fromCharCode(Number.parseInt(hex, 16))
  const refused =
    match !== '%25' &&
    ((part === 'host' && character < '\u0080') ||
      (part === 'zone' && character !== ' ' && mustEscape(character, 'host')))
  if (refused) throw new Error(`invalid URL escape ${quoteGo(match)}`)
  return character
}

function hostCharacter(character: string, part: Part): string {
  if (mustEscape(character, part)) throw new Error(`invalid character ${quoteGo(character)} in host name`)
  return character
}

function mustEscape(character: string, part: Part): boolean {
  return !UNRESERVED.test(character) && !PLAIN[part].test(character)
}

function escapePart(text: string, part: Part): string {
  return Array.from(toBinary(text), (character) => {
    if (!mustEscape(character, part)) return character
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}
