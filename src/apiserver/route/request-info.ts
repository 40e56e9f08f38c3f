import type { RequestInfo } from '../contract/http.ts'
import { exactName } from './field-name.ts'

/**
 * Reads what a request is about from its method, decoded path and query, as apiserver's RequestInfoFactory does with the
 * prefixes `api` and `apis`. Throws nothing: what names no resource is a non-resource request with its lower-case method.
 */
export function readRequestInfo(method: string, path: string, query: URLSearchParams): RequestInfo {
  const parts = partsOf(path)
  const prefix = parts[0]
  const start = prefix === 'api' ? 1 : 2
  if ((prefix !== 'api' && prefix !== 'apis') || parts.length < start + 2) return nonResource(method)
  const group = prefix === 'api' ? '' : (parts[1] ?? '')
  const version = parts[start] ?? ''
  const named = namedOf(parts.slice(start + 1), method)
  return { isResource: true, group, version, ...refined(named, query) }
}

/** The decoded path, or undefined when its percent-encoding is broken. */
export function decodedPath(path: string): string | undefined {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

type Named = Omit<RequestInfo, 'isResource' | 'group' | 'version'>

const verbOfMethod: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}

function partsOf(path: string): readonly string[] {
  let from = 0
  let to = path.length
  while (path[from] === '/') from++
  while (to > from && path[to - 1] === '/') to--
  return from === to ? [] : path.slice(from, to).split('/')
}

function nonResource(method: string): RequestInfo {
  return { ...emptyNames, isResource: false, verb: method.toLowerCase(), group: '', version: '' }
}

const emptyNames = { resource: '', subresource: '', namespace: '', name: '', rest: '' }

/** `parts` start behind the version. */
function namedOf(parts: readonly string[], method: string): Named {
  const first = parts[0] ?? ''
  const isSpecial = first === 'watch' || first === 'proxy'
  if (isSpecial && parts.length < 2) return { ...emptyNames, verb: method.toLowerCase() }
  const verb = isSpecial ? first : Object.hasOwn(verbOfMethod, method) ? (verbOfMethod[method] ?? '') : ''
  return placed(isSpecial ? parts.slice(1) : parts, verb)
}

/** `namespaces/NS/KIND/…` is about KIND, but for the namespace's own subresources. */
function placed(parts: readonly string[], verb: string): Named {
  const isInNamespace = parts[0] === 'namespaces' && parts.length > 1
  const namespace = isInNamespace ? (parts[1] ?? '') : ''
  const isAboutKind = isInNamespace && parts.length > 2 && parts[2] !== 'status' && parts[2] !== 'finalize'
  const [resource = '', name = '', subresource = '', ...rest] = isAboutKind ? parts.slice(2) : parts
  const hasSubresource = verb !== 'proxy'
  return {
    verb,
    namespace,
    resource,
    name,
    subresource: hasSubresource ? subresource : '',
    rest: rest.length > 0 ? `/${rest.join('/')}` : '',
  }
}

/** A get without a name is a list or a watch, a delete without one a deletecollection. */
function refined(named: Named, query: URLSearchParams): Named {
  if (named.name !== '') return named
  if (named.verb === 'delete') return { ...named, verb: 'deletecollection' }
  if (named.verb !== 'get') return named
  const name = exactName(query.get('fieldSelector') ?? '')
  return { ...named, verb: isWatch(query) ? 'watch' : 'list', name }
}

/** As Go's query conversion reads a bool: everything but `false` and `0` is true. */
function isWatch(query: URLSearchParams): boolean {
  const value = query.get('watch')
  return value !== null && value.toLowerCase() !== 'false' && value !== '0'
}
