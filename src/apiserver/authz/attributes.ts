import type { Attributes } from '../contract/access.ts'
import type { ApiRequest, RequestInfo } from '../contract/http.ts'
import type { User } from '../contract/user.ts'

const WITH_SELECTORS: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection'])

/** What an authorizer is asked about a request. */
export function attributesOf(request: ApiRequest, info: RequestInfo, user: User): Attributes {
  const { isResource, verb, group, version, resource, subresource, namespace, name } = info
  const base = { user, verb, isResource, group, version, resource, subresource, namespace, name, path: request.path }
  if (!isResource || !WITH_SELECTORS.has(verb)) return base
  const fieldSelector = request.query.get('fieldSelector')
  const labelSelector = request.query.get('labelSelector')
  return { ...base, ...(fieldSelector && { fieldSelector }), ...(labelSelector && { labelSelector }) }
}

/** Attributes of a question that no request asked: `verb` on a resource, in the name of `user`. */
export function questionOf(
  user: User,
  verb: string,
  place: Partial<Omit<Attributes, 'user' | 'verb' | 'isResource'>>,
): Attributes {
  const nothing = { group: '', version: '*', resource: '', subresource: '', namespace: '', name: '', path: '' }
  return { ...nothing, ...place, user, verb, isResource: true }
}
