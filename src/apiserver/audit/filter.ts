import { asMap, textAt } from '#kinds'
import { type Clock, type JsonObject, type Status, StatusError } from '#kube'
import type { Answer, ApiRequest, Handler, Headers, RequestContext } from '../contract/http.ts'
import { deriveRequest } from '../transport/derive-request.ts'
import { eventHead, IMPERSONATED_USER, microTime, withoutManagedFields } from './event.ts'
import type { AuditPolicy, AuditRule, AuditStage } from './policy.ts'

/** Where events go; what it cannot write it drops. */
export interface AuditSink {
  write(event: JsonObject): void
}

/** What audit needs. */
export interface AuditOptions {
  readonly policy: AuditPolicy
  readonly sink: AuditSink
  readonly clock: Clock
  /** A new RFC 4122 identity. */
  newId(): string
}

/** Writes down who asked for what and how it ended, as a policy says. Stands behind authentication. */
export function auditFilter(options: AuditOptions): (next: Handler) => Handler {
  return (next) => (request, context) => {
    const rule = options.policy.ruleFor({ user: context.user, info: context.info, path: request.path })
    return rule.level === 'None' ? next(request, context) : audited(next, { request, context, rule }, options)
  }
}

interface Audited {
  readonly request: ApiRequest
  readonly context: RequestContext
  readonly rule: AuditRule
}

async function audited(next: Handler, { request, context, rule }: Audited, options: AuditOptions): Promise<Answer> {
  const { clock, sink } = options
  const given = request.headers['audit-id']
  const id = typeof given === 'string' && given !== '' ? given.slice(0, 64) : options.newId()
  const head = eventHead({
    request,
    info: context.info,
    user: context.user,
    level: rule.level,
    id,
    receivedMs: clock.now(),
  })
  const gathered = gather(context)
  const seen = remember(request)
  const tell = (stage: AuditStage, more: JsonObject = {}): void => {
    if (rule.omitStages.has(stage)) return
    const sent = stage === 'RequestReceived' ? {} : bodyFields(seen.body(), rule)
    sink.write({ ...head, ...gathered.fields(), ...sent, ...more, stage, stageTimestamp: microTime(clock.now()) })
  }
  tell('RequestReceived')
  try {
    const answer = await next(seen.request, gathered.context)
    return finish(answer, { id, rule, tell })
  } catch (error) {
    if (error instanceof StatusError) tell('ResponseComplete', { responseStatus: statusFields(error.status) })
    else tell('Panic', { responseStatus: { metadata: {}, status: 'Failure', code: 500, reason: 'InternalError' } })
    throw error
  }
}

interface Finishing {
  readonly id: string
  readonly rule: AuditRule
  tell(stage: AuditStage, more?: JsonObject): void
}

function finish(answer: Answer, { id, rule, tell }: Finishing): Answer {
  if ('taken' in answer) {
    const responseStatus = { metadata: {}, code: 101 }
    tell('ResponseStarted', { responseStatus })
    tell('ResponseComplete', { responseStatus })
    return answer
  }
  const headers: Headers = { ...answer.headers, 'audit-id': id }
  const code = { responseStatus: { metadata: {}, code: answer.status } }
  if ('serve' in answer) {
    tell('ResponseStarted', code)
    const serve = async (sink: Parameters<typeof answer.serve>[0]): Promise<void> => {
      try {
        await answer.serve(sink)
      } finally {
        tell('ResponseComplete', code)
      }
    }
    return { ...answer, headers, serve }
  }
  tell('ResponseComplete', { ...code, ...(rule.level === 'RequestResponse' && responseFields(answer.body, rule)) })
  return { ...answer, headers }
}

/** Annotations go into the event too; who is impersonated comes the same way. */
function gather(context: RequestContext): { readonly context: RequestContext; fields(): JsonObject } {
  const annotations: Record<string, string> = {}
  let impersonated: JsonObject | undefined
  const annotate = (key: string, value: string): void => {
    if (key === IMPERSONATED_USER) impersonated = JSON.parse(value) as JsonObject
    else annotations[key] ??= value
    context.annotate(key, value)
  }
  return {
    context: { ...context, annotate },
    fields: () => ({
      ...(impersonated !== undefined && { impersonatedUser: impersonated }),
      ...(Object.keys(annotations).length > 0 && { annotations: { ...annotations } }),
    }),
  }
}

/** Keeps the bytes of the body when somebody reads them. */
function remember(request: ApiRequest): { readonly request: ApiRequest; body(): Uint8Array | undefined } {
  let bytes: Uint8Array | undefined
  const body = async (limitBytes?: number): Promise<Uint8Array> => {
    bytes ??= await request.body(limitBytes)
    return bytes
  }
  return { request: Object.assign(deriveRequest(request, {}), { body }), body: () => bytes }
}

function bodyFields(bytes: Uint8Array | undefined, rule: AuditRule): JsonObject {
  if (rule.level === 'Metadata' || bytes === undefined || bytes.length === 0) return {}
  const object = objectIn(new TextDecoder().decode(bytes))
  return object === undefined ? {} : { requestObject: rule.omitManagedFields ? withoutManagedFields(object) : object }
}

function responseFields(body: string | Uint8Array | readonly (string | Uint8Array)[], rule: AuditRule): JsonObject {
  const parts = typeof body === 'string' || body instanceof Uint8Array ? [body] : body
  const text = parts.map((part) => (typeof part === 'string' ? part : new TextDecoder().decode(part))).join('')
  const object = objectIn(text)
  if (object === undefined) return {}
  const status = object['kind'] === 'Status' ? { responseStatus: statusFields(object as unknown as Status) } : {}
  return { ...status, responseObject: rule.omitManagedFields ? withoutManagedFields(object) : object }
}

/** JSON alone: other forms of a body are not written down. */
function objectIn(text: string): JsonObject | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return asMap(JSON.parse(text) as JsonObject)
  } catch {
    return undefined
  }
}

function statusFields(status: Status): JsonObject {
  const { metadata, code } = status
  const fields = status as unknown as JsonObject
  return {
    metadata: metadata as JsonObject,
    ...(status.status === 'Failure' && {
      status: 'Failure',
      message: textAt(fields, 'message'),
      reason: textAt(fields, 'reason'),
    }),
    ...(status.details !== undefined && { details: fields['details'] ?? {} }),
    code,
  }
}
