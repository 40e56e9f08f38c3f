import type { Finding } from './finding.ts'
import { goQuote } from './go-quote.ts'
import { findingCause, findingsText } from './print-finding.ts'
import { type Status, type StatusCause, type StatusDetails, StatusError, type StatusReason } from './status.ts'

/** A resource by group and plural name, with a subresource behind a slash where one was meant: `pods/log`. */
export interface GroupResource {
  readonly group: string
  readonly resource: string
}

/** A kind by group and name. */
export interface GroupKind {
  readonly group: string
  readonly kind: string
}

/** `deployments.apps`, or `pods` for the core group. */
export function resourceText({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`
}

/** 404: `pods "a" not found`. */
export function notFound(resource: GroupResource, name: string): StatusError {
  return refusal(404, 'NotFound', `${resourceText(resource)} ${goQuote(name)} not found`, about(resource, name))
}

/** 404 for a path or resource that the server does not serve. */
export function genericNotFound(): StatusError {
  return refusal(404, 'NotFound', 'the server could not find the requested resource', {})
}

/** 409: `pods "a" already exists`. */
export function alreadyExists(resource: GroupResource, name: string): StatusError {
  const message = `${resourceText(resource)} ${goQuote(name)} already exists`
  return refusal(409, 'AlreadyExists', message, about(resource, name))
}

/** 409 after the server could not make a free name from generateName. */
export function generateNameConflict(resource: GroupResource, name: string, retryAfterSeconds: number): StatusError {
  const why = 'the server was not able to generate a unique name for the object'
  const message = `${resourceText(resource)} ${goQuote(name)} already exists, ${why}`
  return refusal(409, 'AlreadyExists', message, { ...about(resource, name), ...retry(retryAfterSeconds) })
}

/** What a stale resourceVersion is told. */
export const OBJECT_MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again'

/** 409: `Operation cannot be fulfilled on pods "a": …`. */
export function conflict(resource: GroupResource, name: string, why: string = OBJECT_MODIFIED): StatusError {
  const message = `Operation cannot be fulfilled on ${resourceText(resource)} ${goQuote(name)}: ${why}`
  return refusal(409, 'Conflict', message, about(resource, name))
}

/** 409 of a server-side apply that meets other owners; `causes` has one row a field. */
export function applyConflict(causes: readonly StatusCause[], message: string): StatusError {
  return refusal(409, 'Conflict', message, { causes })
}

/** 422: `Pod "a" is invalid: spec.x: Required value`; several findings stand in brackets. */
export function invalid(kind: GroupKind, name: string, findings: readonly Finding[]): StatusError {
  const head = `${kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`} ${goQuote(name)} is invalid`
  const message = findings.length === 0 ? head : `${head}: ${findingsText(findings)}`
  return refusal(422, 'Invalid', message, {
    ...about({ group: kind.group, resource: kind.kind }, name),
    ...(findings.length > 0 && { causes: findings.map(findingCause) }),
  })
}

/** 403: `pods "a" is forbidden: …`; without a resource `forbidden: …`. */
export function forbidden(resource: GroupResource, name: string, why: string): StatusError {
  const text = resourceText(resource)
  const subject = text === '' ? '' : `${text} ${name === '' ? '' : `${goQuote(name)} `}is `
  return refusal(403, 'Forbidden', `${subject}forbidden: ${why}`, about(resource, name))
}

/** What an authorizer was asked; names and paths as they were requested. */
export interface DeniedRequest {
  readonly userName: string
  readonly verb: string
  /** Absent for a request on a path that is no resource. */
  readonly resource?: GroupResource & {
    readonly subresource: string
    readonly namespace: string
    readonly name: string
  }
  readonly path: string
}

/** 403 of an authorizer: `pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "a"`. */
export function accessDenied(request: DeniedRequest, reason = ''): StatusError {
  const what = deniedText(request).replace(/[&<>]/g, (character) => HTML[character] as string)
  const { group = '', resource = '', name = '' } = request.resource ?? {}
  return forbidden({ group, resource }, name, reason === '' ? what : `${what}: ${reason}`)
}

/** 401. */
export function unauthorized(message = 'Unauthorized'): StatusError {
  return refusal(401, 'Unauthorized', message)
}

/** 400 with this message. */
export function badRequest(message: string): StatusError {
  return refusal(400, 'BadRequest', message)
}

/** 405: `create is not supported on resources of kind "pods"`. */
export function methodNotSupported(resource: GroupResource, action: string): StatusError {
  const message = `${action} is not supported on resources of kind ${goQuote(resourceText(resource))}`
  return refusal(405, 'MethodNotAllowed', message, about(resource, ''))
}

/** 405 for a method that the path does not have. */
export function methodNotAllowed(): StatusError {
  return refusal(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
}

/** 406 with the media types that the server can write. */
export function notAcceptable(accepted: readonly string[], target = ''): StatusError {
  const when = target === '' ? '' : ` when converting to ${target}`
  return refusal(406, 'NotAcceptable', `only the following media types are accepted${when}: ${accepted.join(', ')}`)
}

/** 415 with the media types that the server can read. */
export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = 'the body of the request was in an unknown format - accepted media types include'
  return refusal(415, 'UnsupportedMediaType', `${message}: ${accepted.join(', ')}`)
}

/** 413. */
export function requestEntityTooLarge(limitBytes: number): StatusError {
  return refusal(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limitBytes}`)
}

/** 429 that asks to come back later. */
export function tooManyRequests(message: string, retryAfterSeconds: number): StatusError {
  return refusal(429, 'TooManyRequests', message, retry(retryAfterSeconds))
}

/** 410 Expired; `continueToken` lets a list go on at a newer revision. */
export function expired(message: string, continueToken?: string): StatusError {
  const error = refusal(410, 'Expired', message)
  if (continueToken === undefined) return error
  return new StatusError({ ...error.status, metadata: { continue: continueToken } })
}

/** 410 Expired of a watch or list from a revision that history no longer has. */
export function tooOldResourceVersion(requested: number, oldest: number): StatusError {
  return expired(`too old resource version: ${requested} (${oldest})`)
}

/** 410 Gone. */
export function gone(message: string): StatusError {
  return refusal(410, 'Gone', message)
}

/** 504: `Timeout: …`; clients may try again, the operation may still complete. */
export function timeout(message: string, retryAfterSeconds = 0): StatusError {
  return refusal(504, 'Timeout', `Timeout: ${message}`, retry(retryAfterSeconds))
}

/** 504 of a resourceVersion that has not happened yet. */
export function tooLargeResourceVersion(requested: number, current: number, retryAfterSeconds: number): StatusError {
  const message = `Too large resource version: ${requested}, current: ${current}`
  const error = timeout(message, retryAfterSeconds)
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }]
  return new StatusError({ ...error.status, details: { ...error.status.details, causes } })
}

/** 500 ServerTimeout: `The list operation against pods could not be completed at this time, please try again.` */
export function serverTimeout(resource: GroupResource, operation: string, retryAfterSeconds: number): StatusError {
  const against = `The ${operation} operation against ${resourceText(resource)}`
  return refusal(500, 'ServerTimeout', `${against} could not be completed at this time, please try again.`, {
    ...about(resource, operation),
    ...retry(retryAfterSeconds),
  })
}

/** 500: `Internal error occurred: …`. */
export function internalError(why: string, cause?: unknown): StatusError {
  const status = refusal(500, 'InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] }).status
  return new StatusError(status, cause)
}

/** 503. */
export function serviceUnavailable(message: string): StatusError {
  return refusal(503, 'ServiceUnavailable', message)
}

/** The Status that answers a delete which left nothing to show: what was deleted is in `details`. */
export function success(details?: StatusDetails): Status {
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } as const
  return details === undefined ? { ...head, code: 200 } : { ...head, details, code: 200 }
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function deniedText({ userName, verb, resource, path }: DeniedRequest): string {
  const who = `User ${goQuote(userName)} cannot ${verb}`
  if (resource === undefined) return `${who} path ${goQuote(path)}`
  const name = resource.subresource === '' ? resource.resource : `${resource.resource}/${resource.subresource}`
  const where = resource.namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(resource.namespace)}`
  return `${who} resource ${goQuote(name)} in API group ${goQuote(resource.group)} ${where}`
}

function refusal(code: number, reason: StatusReason, message: string, details?: StatusDetails): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details !== undefined && { details }),
    code,
  })
}

function about({ group, resource }: GroupResource, name: string): StatusDetails {
  return { ...(name !== '' && { name }), ...(group !== '' && { group }), ...(resource !== '' && { kind: resource }) }
}

function retry(retryAfterSeconds: number): StatusDetails {
  return retryAfterSeconds === 0 ? {} : { retryAfterSeconds }
}
