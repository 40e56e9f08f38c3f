import {
  ArrayList,
  EntryMap,
  failure,
  method,
  Opaque,
  type Overload,
  opaque,
  plain,
  readingByName,
  type Type,
  UNIT,
  type Value,
} from '#cel'

/** A URL, taken apart as Go does. */
class UrlValue extends Opaque {
  readonly type = opaque('kubernetes.URL') as Type & { readonly kind: 'opaque' }
  readonly text: string
  readonly scheme: string
  readonly host: string
  readonly path: string
  readonly query: string
  constructor(text: string, [scheme, host, path, query]: readonly [string, string, string, string]) {
    super()
    this.text = text
    this.scheme = scheme
    this.host = host
    this.path = path
    this.query = query
  }
  equals(other: Value): boolean {
    return other instanceof UrlValue && other.text === this.text
  }
}

/** `url(…)` and its parts. */
export const url: readonly Overload[] = [
  plain(
    'url',
    'string -> kubernetes.URL',
    (text: string) => {
      const parsed = parseUrl(text)
      if (typeof parsed === 'string') throw failure(`URL parse error during conversion from string: ${parsed}`)
      return parsed
    },
    readingByName(0, 0.1, true),
  ),
  plain('isURL', 'string -> bool', (text: string) => typeof parseUrl(text) !== 'string'),
  method('getScheme', 'kubernetes.URL -> string', ({ scheme }: UrlValue) => scheme, UNIT),
  method('getHost', 'kubernetes.URL -> string', ({ host }: UrlValue) => host, UNIT),
  method('getHostname', 'kubernetes.URL -> string', ({ host }: UrlValue) => splitHost(host)[0], UNIT),
  method('getPort', 'kubernetes.URL -> string', ({ host }: UrlValue) => splitHost(host)[1], UNIT),
  method('getEscapedPath', 'kubernetes.URL -> string', ({ path }: UrlValue) => path, UNIT),
  method('getQuery', 'kubernetes.URL -> map(string, list(string))', ({ query }: UrlValue) => queryOf(query), UNIT),
]

/** A URL, or what Go says of the text. */
function parseUrl(text: string): UrlValue | string {
  const refuse = (why: string) => `parse ${JSON.stringify(text)}: ${why}`
  if (text === '') return refuse('empty url')
  if (/[\x00-\x1f\x7f]/.test(text)) return refuse('net/url: invalid control character in URL')
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1] ?? ''
  const rest = scheme === '' ? text : text.slice(scheme.length + 1)
  if (scheme === '' && text.startsWith(':')) return refuse('missing protocol scheme')
  if (!rest.startsWith('/')) return refuse('invalid URI for request')
  const mark = rest.indexOf('?')
  const [before, query] = mark < 0 ? [rest, ''] : [rest.slice(0, mark), rest.slice(mark + 1)]
  const hasHost = before.startsWith('//') && (scheme !== '' || !before.startsWith('///'))
  const slash = hasHost ? before.indexOf('/', 2) : 0
  const authority = hasHost ? before.slice(2, slash < 0 ? undefined : slash) : ''
  const path = hasHost ? (slash < 0 ? '' : before.slice(slash)) : before
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const problem = hostProblem(host) ?? escapeProblem(path)
  if (problem !== undefined) return refuse(problem)
  return new UrlValue(text, [scheme.toLowerCase(), safeDecode(host), encodePath(path), query])
}

function hostProblem(host: string): string | undefined {
  if (host.startsWith('[') && !host.includes(']')) return "missing ']' in host"
  const port = /:([^\]]*)$/.exec(host.replace(/^\[.*\]/, ''))?.[1]
  if (port !== undefined && !/^\d*$/.test(port)) return `invalid port ${JSON.stringify(`:${port}`)} after host`
  const bad = /[\s"\\^`{|}]/.exec(host)?.[0]
  return bad === undefined ? undefined : `invalid character ${JSON.stringify(bad)} in host name`
}

function escapeProblem(path: string): string | undefined {
  const bad = /%(?![0-9A-Fa-f]{2}).{0,2}/.exec(path)?.[0]
  return bad === undefined ? undefined : `invalid URL escape ${JSON.stringify(bad)}`
}

function encodePath(path: string): string {
  return path.toWellFormed().replace(/[^A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]%]/gu, (found) => encodeURIComponent(found))
}

function splitHost(host: string): readonly [string, string] {
  const [, bracketed, plainHost, port = ''] = /^(?:\[(.*)\]|([^:]*))(?::(\d*))?$/.exec(host) ?? []
  return [bracketed ?? plainHost ?? host, port]
}

function queryOf(query: string): EntryMap {
  const values = new Map<string, string[]>()
  for (const part of query.split('&')) {
    if (part === '' || part.includes(';')) continue
    const at = part.indexOf('=')
    const [key, value] = (at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]).map((text) =>
      decode(text ?? ''),
    )
    if (key === undefined || value === undefined) continue
    values.set(key, [...(values.get(key) ?? []), value])
  }
  return new EntryMap([...values].map(([key, list]) => [key, new ArrayList(list)] as const))
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

function safeDecode(text: string): string {
  return text.includes('%') ? (decode(text) ?? text) : text
}
