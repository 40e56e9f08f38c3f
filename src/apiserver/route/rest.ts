import type { Kind, Verb } from '#kinds'
import { type JsonObject, notAcceptable } from '#kube'
import { jsonText, noCache, yamlText } from '../codec/answer.ts'
import { objectTypes, patchTypes, readRestBody } from '../codec/body.ts'
import {
  contentTypes,
  headerText,
  type Media,
  negotiate,
  negotiateStream,
  type Offer,
  objectOffer,
  streamContentTypes,
} from '../codec/media.ts'
import type { Answer, ApiRequest, RequestContext } from '../contract/http.ts'
import type { RestAnswer, RestBody, RestCall, RestVerbs } from '../contract/rest.ts'
import { isWebSocket } from '../stream/upgrade.ts'

/** A verb of a stored kind. */
export interface Endpoint {
  readonly kind: Kind
  readonly verb: Verb
}

/** Answers a request with a verb of storage, in the form that the client takes. */
export async function restAnswer(
  verbs: RestVerbs,
  endpoint: Endpoint,
  request: ApiRequest,
  context: RequestContext,
): Promise<Answer> {
  const offer = offerOf(endpoint.kind)
  if (endpoint.verb === 'watch') return await watchAnswer(verbs, endpoint, request, context)
  const media = negotiate(request, offer)
  const call = callOf(endpoint, request, context, media)
  const run = runners[endpoint.verb]
  return await inForm(await run({ verbs, call, request }), media)
}

interface Run {
  readonly verbs: RestVerbs
  readonly call: RestCall
  readonly request: ApiRequest
}

const runners: Readonly<Record<Exclude<Verb, 'watch'>, (run: Run) => Promise<RestAnswer>>> = {
  get: ({ verbs, call }) => verbs.get(call),
  list: ({ verbs, call }) => verbs.list(call),
  create: async ({ verbs, call, request }) =>
    verbs.create(call, await readRestBody(request, typesOf(call), call.kind.kind)),
  update: async ({ verbs, call, request }) =>
    verbs.update(call, await readRestBody(request, typesOf(call), call.kind.kind)),
  patch: async ({ verbs, call, request }) =>
    verbs.patch(call, await readRestBody(request, patchTypes(call.kind.isCustom === true), call.kind.kind)),
  delete: async ({ verbs, call, request }) => verbs.remove(call, await deleteOptions(request)),
  deletecollection: async ({ verbs, call, request }) => verbs.removeCollection(call, await deleteOptions(request)),
}

const customOffer: Offer = { ...objectOffer, encodings: ['json', 'yaml'] }

/** Custom kinds have no protobuf message; their metadata and errors do. */
function offerOf(kind: Kind): Offer {
  return kind.isCustom === true ? customOffer : objectOffer
}

function typesOf({ kind }: RestCall): readonly string[] {
  return kind.isCustom === true ? [contentTypes.json, contentTypes.yaml] : objectTypes
}

function callOf({ kind, verb }: Endpoint, request: ApiRequest, context: RequestContext, media: Media): RestCall {
  const { info } = context
  const isCollection = verb === 'list' || verb === 'watch' || verb === 'deletecollection'
  return {
    kind,
    // A namespace's own requests name it twice: it lives in none.
    namespace: kind.scope === 'Cluster' ? '' : info.namespace,
    name: isCollection ? '' : info.name,
    subresource: info.subresource,
    query: queryOf(request, info.verb === 'watch' ? info.name : ''),
    ...(media.as !== undefined && { as: media.as }),
    userAgent: headerText(request.headers['user-agent']),
    context,
    // Most verbs never ask for it, and it costs a listener.
    get signal() {
      return request.signal
    },
  }
}

/** A watch path of one object is a watch of its name. */
function queryOf({ query }: ApiRequest, watchedName: string): URLSearchParams {
  if (watchedName === '' || query.has('fieldSelector')) return query
  const named = new URLSearchParams(query)
  named.set('fieldSelector', `metadata.name=${watchedName}`)
  return named
}

/** An empty body says nothing. */
async function deleteOptions(request: ApiRequest): Promise<RestBody | undefined> {
  const bytes = await request.body()
  return bytes.length === 0 ? undefined : await readRestBody(request, objectTypes, 'DeleteOptions')
}

async function inForm({ status, parts, object: shared }: RestAnswer, media: Media): Promise<Answer> {
  if (media.encoding === 'json' && !media.isPretty)
    return { status, headers: jsonHeaders, body: parts, ...(shared !== undefined && { object: shared }) }
  const object = JSON.parse(parts.join('')) as JsonObject
  const headers = { ...noCache, 'content-type': contentTypes[media.encoding] }
  if (media.encoding === 'json') return { status, headers, body: jsonText(object, true) }
  if (media.encoding === 'yaml') return { status, headers, body: await yamlText(object) }
  const { toProtobuf } = await import('../codec/protobuf.ts')
  const body = toProtobuf(object)
  if (body === undefined) throw notAcceptable([contentTypes.json, contentTypes.yaml])
  return { status, headers, body }
}

const jsonHeaders = { ...noCache, 'content-type': contentTypes.json }

async function watchAnswer(
  verbs: RestVerbs,
  endpoint: Endpoint,
  request: ApiRequest,
  context: RequestContext,
): Promise<Answer> {
  const media = negotiateStream(request, offerOf(endpoint.kind))
  const call = callOf(endpoint, request, context, media)
  const isProtobuf = media.encoding === 'protobuf'
  const frame = isProtobuf ? (await import('../codec/protobuf.ts')).watchFrame : undefined
  const serve = await verbs.watch(call, frame)
  const headers = { ...noCache, 'content-type': streamContentTypes[isProtobuf ? 'protobuf' : 'json'] }
  const answer = { status: 200, headers, serve }
  if (!isWebSocket(request)) return answer
  const { serveWatchSocket } = await import('../stream/answer-socket.ts')
  return serveWatchSocket(request, answer, isProtobuf ? 'binary' : 'text')
}
