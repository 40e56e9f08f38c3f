import { asMap, textAt } from '#kinds'
import { type Clock, type JsonObject, microTimeText, type Status, StatusError } from '#kube'
import type { Answer, ApiRequest, Handler, Headers, RequestContext, WholeAnswer } from '../contract/http.ts'
import { deriveRequest } from '../transport/derive-request.ts'
import { bodyObject } from './body-object.ts'
import { eventHead, IMPERSONATED_USER } from './event.ts'
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
  const gathered = gather(context, rule.level !== 'Metadata')
  const seen = remember(request)
  const tell = (stage: AuditStage, more: JsonObject = {}): void => {
    if (rule.omitStages.has(stage)) return
    sink.write({ ...head, ...gathered.fields(), ...more, stage, stageTimestamp: microTimeText(clock.now()) })
  }
  tell('RequestReceived')
  try {
    const answer = await next(seen.request, gathered.context)
    return await finish(answer, { id, rule, tell, sent: await sentFields(request, seen.body(), rule) })
  } catch (error) {
    const sent = await sentFields(request, seen.body(), rule)
    if (error instanceof StatusError) tell('ResponseComplete', { ...sent, responseStatus: statusFields(error.status) })
    else
      tell('Panic', {
        ...sent,
        responseStatus: { metadata: {}, status: 'Failure', code: 500, reason: 'InternalError' },
      })
    throw error
  }
}

interface Finishing {
  readonly id: string
  readonly rule: AuditRule
  /** The body of the request, where the level asks for it. */
  readonly sent: JsonObject
  tell(stage: AuditStage, more?: JsonObject): void
}

async function finish(answer: Answer, { id, rule, sent, tell }: Finishing): Promise<Answer> {
  const status = { ...sent, responseStatus: { metadata: {}, code: 'taken' in answer ? 101 : answer.status } }
  if ('taken' in answer) {
    tell('ResponseStarted', status)
    tell('ResponseComplete', status)
    return answer
  }
  const headers: Headers = { ...answer.headers, 'audit-id': id }
  if ('serve' in answer) {
    tell('ResponseStarted', status)
    const serve = async (sink: Parameters<typeof answer.serve>[0]): Promise<void> => {
      try {
        await answer.serve(sink)
      } finally {
        tell('ResponseComplete', status)
      }
    }
    return { ...answer, headers, serve }
  }
  tell('ResponseComplete', { ...status, ...(await answeredFields(answer, rule)) })
  return { ...answer, headers }
}

/** What webhooks changed is part of the body: events without bodies leave it out. */
const OF_BODY = 'patch.webhook.admission.k8s.io/'

/** Annotations go into the event too; who is impersonated comes the same way. */
function gather(context: RequestContext, hasBody: boolean): { readonly context: RequestContext; fields(): JsonObject } {
  const annotations: Record<string, string> = {}
  let impersonated: JsonObject | undefined
  const annotate = (key: string, value: string): void => {
    if (key === IMPERSONATED_USER) impersonated = JSON.parse(value) as JsonObject
    else if (hasBody || !key.startsWith(OF_BODY)) annotations[key] ??= value
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

async function sentFields(
  { headers }: ApiRequest,
  bytes: Uint8Array | undefined,
  rule: AuditRule,
): Promise<JsonObject> {
  if (rule.level === 'Metadata' || bytes === undefined || bytes.length === 0) return {}
  const requestObject = await bodyObject(bytes, typeOf(headers), rule)
  return requestObject === undefined ? {} : { requestObject }
}

/** The object of an answer where the level asks for it; what a refusal says always. */
async function answeredFields({ status, body, headers = {} }: WholeAnswer, rule: AuditRule): Promise<JsonObject> {
  const isWanted = rule.level === 'RequestResponse'
  if (!isWanted && status < 400) return {}
  const parts = typeof body === 'string' || body instanceof Uint8Array ? [body] : body
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  const responseObject = await bodyObject(bytes, typeOf(headers), rule)
  if (responseObject === undefined) return {}
  const found = asMap(responseObject)
  const said = found['kind'] === 'Status' ? { responseStatus: statusFields(found as unknown as Status) } : {}
  return isWanted ? { responseObject, ...said } : said
}

function typeOf(headers: Headers): string {
  const type = headers['content-type']
  return typeof type === 'string' ? type : ''
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
