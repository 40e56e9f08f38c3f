import { type Json, type JsonObject, microTimeText } from '#kube'
import type { ApiRequest, RequestInfo } from '../contract/http.ts'
import type { User } from '../contract/user.ts'
import { userInfoOf } from '../review/self-review.ts'
import type { AuditLevel } from './policy.ts'

/** Under this annotation the impersonation filter says who is meant; it is no annotation of the event. */
export const IMPERSONATED_USER = 'impersonated-user'

/** What an event says from the beginning. */
export interface AuditHead {
  readonly request: ApiRequest
  readonly info: RequestInfo
  readonly user: User
  readonly level: AuditLevel
  readonly id: string
  readonly receivedMs: number
}

/** The part of an event that all its stages share (audit.k8s.io/v1 Event). */
export function eventHead({ request, info, user, level, id, receivedMs }: AuditHead): JsonObject {
  const { headers, path, query, remoteAddress } = request
  const text = query.toString()
  const agent = headers['user-agent']
  const reference = referenceOf(info)
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    auditID: id,
    requestURI: text === '' ? path : `${path}?${text}`,
    verb: info.verb,
    user: userInfoOf(user),
    sourceIPs: sourcesOf(headers['x-forwarded-for'], remoteAddress),
    ...(typeof agent === 'string' && { userAgent: agent.slice(0, 1024) }),
    ...(reference !== undefined && { objectRef: reference }),
    requestReceivedTimestamp: microTimeText(receivedMs),
  }
}

function sourcesOf(forwarded: string | readonly string[] | undefined, remote: string): Json[] {
  const hops = typeof forwarded === 'string' ? forwarded.split(',').map((hop) => hop.trim()) : []
  const all = [...hops.filter((hop) => /^[0-9a-fA-F.:]+$/.test(hop)), remote]
  return [...new Set(all.filter((hop) => hop !== ''))]
}

function referenceOf({
  isResource,
  resource,
  subresource,
  namespace,
  name,
  group,
  version,
}: RequestInfo): JsonObject | undefined {
  if (!isResource) return undefined
  const fields = { resource, namespace, name, apiGroup: group, apiVersion: version, subresource }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
}

/** A copy without managed fields, also of the items of a list. */
export function withoutManagedFields(object: JsonObject): JsonObject {
  const strip = (one: Json): Json => {
    if (typeof one !== 'object' || one === null || Array.isArray(one) || !('metadata' in one)) return one
    const { managedFields: _fields, ...metadata } = (one as JsonObject)['metadata'] as JsonObject
    return { ...(one as JsonObject), metadata }
  }
  const items = object['items']
  return Array.isArray(items) ? { ...object, items: items.map(strip) } : (strip(object) as JsonObject)
}
