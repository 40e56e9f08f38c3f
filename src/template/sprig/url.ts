import { define } from '../define.ts'
import type { GoFunction, GoMap, Value } from '../value.ts'
import { goKind } from './engine.ts'
import { NIL_POINTER } from './runtime.ts'
import { formatUrl, parseUrl } from './url-parse.ts'

/** `urlParse` and `urlJoin`. */
export function urlFunctions(): GoFunction[] {
  return [
    define('urlParse', ['string'], (text) => urlParse(text as string)),
    define('urlJoin', ['map[string]interface {}'], (parts) => urlJoin(parts instanceof Map ? parts : new Map())),
  ]
}

function urlParse(text: string): GoMap {
  const url = explain('unable to parse url', () => parseUrl(text))
  return new Map<string, Value>([
    ['scheme', url.scheme],
    ['host', url.host],
    ['hostname', hostnameOf(url.host)],
    ['path', url.path],
    ['query', url.query],
    ['opaque', url.opaque],
    ['fragment', url.fragment],
    ['userinfo', url.userinfo ?? ''],
  ])
}

function urlJoin(parts: GoMap): string {
  const part = (key: string): string => textAt(parts, key)
  const [scheme, host, path, query, opaque, fragment] = ['scheme', 'host', 'path', 'query', 'opaque', 'fragment'].map(
    part,
  ) as [string, string, string, string, string, string]
  const user = part('userinfo')
  const userinfo =
    user === ''
      ? undefined
      : explain('unable to parse userinfo in dict', () => parseUrl(`proto://${user}@host`)).userinfo
  return formatUrl({ scheme, host, path, query, opaque, fragment, userinfo })
}

function explain<T>(what: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`)
  }
}

function textAt(parts: GoMap, key: string): string {
  const value = parts.get(key)
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (value === null) throw new Error(NIL_POINTER)
  throw new Error(`unable to parse ${key} key, must be of type string, but ${goKind(value)} found`)
}

/** The host without port and brackets. */
function hostnameOf(host: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(host)
  if (bracketed !== null) return bracketed[1] as string
  const port = /:[0-9]*$/.exec(host)
  return port === null ? host : host.slice(0, port.index)
}
