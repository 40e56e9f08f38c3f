import { quoteGo } from '#template'

/** A URL as Go's `net/url` splits it; parts are as written. */
export interface Uri {
  readonly scheme: string
  /** Set for `mailto:x`: what follows the scheme when that is no path. */
  readonly opaque: string
  readonly authority: string | undefined
  readonly path: string
  readonly query: string | undefined
}

/** A URL that Go refuses; `message` is Go's text. */
export class UriError extends Error {}

/** Parses a URL without fragment as Go's `url.Parse`; throws `UriError` (`parse "…": …`). Source: RFC 3986 and net/url. */
export function parseUri(text: string): Uri {
  const hash = text.indexOf('#')
  const whole = hash < 0 ? text : text.slice(0, hash)
  const refuse = (why: string): never => {
    throw new UriError(`parse ${quoteGo(hash < 0 ? text : whole)}: ${why}`)
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly what Go refuses
  if (/[\0-\x1f\x7f]/.test(whole)) refuse('net/url: invalid control character in URL')
  if (whole.startsWith(':')) refuse('missing protocol scheme')
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(whole)?.[1] ?? ''
  const uri = splitRest(scheme.toLowerCase(), scheme === '' ? whole : whole.slice(scheme.length + 1))
  if (uri.opaque !== '') return uri
  if (scheme === '' && uri.authority === undefined && /^[^/]*:/.test(uri.path)) {
    refuse('first path segment in URL cannot contain colon')
  }
  if (uri.authority !== undefined) checkAuthority(uri.authority, refuse)
  checkEscapes(uri.path, refuse)
  if (hash >= 0) checkFragment(text, hash)
  return uri
}

function checkFragment(text: string, hash: number): void {
  checkEscapes(text.slice(hash + 1), (why) => {
    throw new UriError(`parse ${quoteGo(text)}: ${why}`)
  })
}

function splitRest(scheme: string, text: string): Uri {
  const mark = text.indexOf('?')
  const rest = mark < 0 ? text : text.slice(0, mark)
  const query = mark < 0 ? undefined : text.slice(mark + 1)
  if (scheme !== '' && !rest.startsWith('/')) return { scheme, opaque: rest, authority: undefined, path: '', query }
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///'))) {
    return { scheme, opaque: '', authority: undefined, path: rest, query }
  }
  const slash = rest.indexOf('/', 2)
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash)
  return { scheme, opaque: '', authority, path: slash < 0 ? '' : rest.slice(slash), query }
}

type Refuse = (why: string) => never

function checkAuthority(authority: string, refuse: Refuse): void {
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  if (at >= 0 && /[^A-Za-z0-9\-._:~!$&'()*+,;=%@]/.test(authority.slice(0, at))) refuse('net/url: invalid userinfo')
  if (host.startsWith('[')) {
    const close = host.lastIndexOf(']')
    if (close < 0) refuse("missing ']' in host")
    checkPort(host.slice(close + 1), refuse)
  } else if (host.includes(':')) checkPort(host.slice(host.lastIndexOf(':')), refuse)
  const escape = /%(?!25|[89a-fA-F][0-9a-fA-F]).{0,2}/.exec(host)
  if (escape !== null) refuse(`invalid URL escape ${quoteGo(escape[0])}`)
  const bad = /[ ^`{|}\\]/.exec(host)
  if (bad !== null) refuse(`invalid character ${quoteGo(bad[0])} in host name`)
}

function checkPort(port: string, refuse: Refuse): void {
  if (port !== '' && !/^:\d*$/.test(port)) refuse(`invalid port ${quoteGo(port)} after host`)
}

function checkEscapes(text: string, refuse: Refuse): void {
  const escape = /%(?![0-9a-fA-F]{2}).{0,2}/su.exec(text)
  if (escape !== null) refuse(`invalid URL escape ${quoteGo(escape[0])}`)
}

/** Resolves a reference without fragment against a base, as Go's `ResolveReference` does (a lone path gets its `/`). */
export function resolveUri(base: string, reference: string): string {
  const ref = parseUri(reference)
  if (ref.scheme !== '') return print({ ...ref, path: ref.opaque === '' ? clean('', ref.path) : '' })
  const from = parseUri(base)
  if (ref.authority !== undefined) return print({ ...ref, scheme: from.scheme, path: clean('', ref.path) })
  if (ref.path === '' && ref.query === undefined) return print(from)
  if (from.opaque !== '' && ref.path === '') return print({ ...from, query: ref.query })
  const query = ref.query
  const path = ref.path === '' ? from.path : clean(from.path, ref.path)
  return print({ scheme: from.scheme, opaque: from.opaque, authority: from.authority, path, query })
}

function clean(base: string, path: string): string {
  const full = path === '' || path.startsWith('/') ? path : base.slice(0, base.lastIndexOf('/') + 1) + path
  if (full === '') return ''
  const kept: string[] = []
  const parts = full.split('/')
  for (const part of parts) {
    if (part === '..') kept.pop()
    else if (part !== '.') kept.push(part)
  }
  const last = parts.at(-1)
  if (last === '.' || last === '..') kept.push('')
  const joined = kept.join('/')
  return joined.startsWith('/') ? joined : `/${joined}`
}

function print(uri: Uri): string {
  const scheme = uri.scheme === '' ? '' : `${uri.scheme}:`
  const query = uri.query === undefined ? '' : `?${uri.query}`
  if (uri.opaque !== '') return scheme + uri.opaque + query
  return `${scheme}${uri.authority === undefined ? '' : `//${uri.authority}`}${uri.path}${query}`
}

/** Percent-decodes a fragment; throws `UriError` for a broken escape. */
export function decodeFragment(text: string): string {
  checkEscapes(text, (why) => {
    throw new UriError(why)
  })
  if (!text.includes('%')) return text
  const bytes: number[] = []
  const source = new TextEncoder().encode(text)
  for (let index = 0; index < source.length; index++) {
    if (source[index] !== 0x25) bytes.push(source[index] as number)
    else {
      bytes.push(Number.parseInt(String.fromCharCode(source[index + 1] as number, source[index + 2] as number), 16))
      index += 2
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes))
}

/** Percent-encodes what Go's `PathEscape` encodes, slashes apart. */
export function encodePointer(pointer: string): string {
  if (/^[A-Za-z0-9\-_.~$&+:=@/]*$/.test(pointer)) return pointer
  let out = ''
  for (const byte of new TextEncoder().encode(pointer)) {
    const character = String.fromCharCode(byte)
    out += /[A-Za-z0-9\-_.~$&+:=@/]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

/** Splits at the first `#`. */
export function splitHash(text: string): [url: string, fragment: string] {
  const hash = text.indexOf('#')
  return hash < 0 ? [text, ''] : [text.slice(0, hash), text.slice(hash + 1)]
}
