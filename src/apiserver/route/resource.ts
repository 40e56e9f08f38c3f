import type { Kind, Verb } from '#kinds'
import { type GroupVersionKind, genericNotFound, methodNotAllowed } from '#kube'
import { objectAnswer } from '../codec/answer.ts'
import { readObject } from '../codec/body.ts'
import { headerText, negotiate, plainOffer } from '../codec/media.ts'
import type { Answer, ApiRequest, Handler, RequestContext, RequestInfo } from '../contract/http.ts'
import type { KindTable, SpecialEndpoint } from '../contract/registry.ts'
import type { RestVerbs } from '../contract/rest.ts'
import { pageNotFound } from './dispatch.ts'
import { type Endpoint, restAnswer } from './rest.ts'

/** What resources are served from. */
export interface ResourceOptions {
  readonly kinds: KindTable
  /** Resolves the verbs when a stored resource is first asked for. */
  readonly verbs: RestVerbs
  readonly specials: readonly SpecialEndpoint[]
  /** Asked for group versions that the table does not have: aggregated APIs. */
  readonly fallback?: Handler
}

/** Answers requests that name a resource: from the special endpoint where there is one, else with a verb of storage. */
export function resourceHandler(options: ResourceOptions): Handler {
  const specials = new Map(options.specials.map((special) => [keyOf(special), special]))
  return async (request, context) => {
    const { info } = context
    const kind = options.kinds.find(info.group, info.version, info.resource)
    if (kind === undefined) return await unknownKind(options, request, context)
    if (kind.deprecation !== undefined) context.warn(kind.deprecation)
    const special = specials.get(keyOf(info))
    checkPlace(kind, info, special)
    if (special !== undefined && serves(special, request.method))
      return await specialAnswer({ special, expected: bodyOf(kind, info.subresource) }, request, context)
    return await restAnswer(options.verbs, endpointOf(kind, info), request, context)
  }
}

function keyOf({ group, resource, subresource }: Pick<RequestInfo, 'group' | 'resource' | 'subresource'>): string {
  return `${group}/${resource}/${subresource}`
}

/** A group version that is served answers with a Status, any other with plain text. */
async function unknownKind(options: ResourceOptions, request: ApiRequest, context: RequestContext): Promise<Answer> {
  const { group, version } = context.info
  if (options.kinds.all().some((kind) => kind.group === group && kind.version === version)) throw genericNotFound()
  return options.fallback === undefined ? pageNotFound() : await options.fallback(request, context)
}

/** Throws 404 for places that have no endpoint: a namespace where none belongs, one missing, an unknown subresource. */
function checkPlace(kind: Kind, info: RequestInfo, special: SpecialEndpoint | undefined): void {
  const { namespace, name, resource, subresource, rest } = info
  const isNamespaced = kind.scope === 'Namespaced'
  const isNamespaceItself = resource === 'namespaces' && info.group === ''
  if (!isNamespaced && namespace !== '' && !isNamespaceItself) throw genericNotFound()
  const isOne = name !== '' && info.verb !== 'list' && info.verb !== 'watch' && info.verb !== 'deletecollection'
  if (isNamespaced && namespace === '' && isOne) throw genericNotFound()
  // The verb in the path went away with Kubernetes 1.10; `watch` stayed.
  if (info.verb === 'proxy') throw genericNotFound()
  if (rest !== '' && subresource !== 'proxy') throw genericNotFound()
  if (subresource === '' || special !== undefined) return
  if (!kind.subresources.some((known) => known.name === subresource)) throw genericNotFound()
}

function serves(special: SpecialEndpoint, method: string): boolean {
  if (special.connect !== undefined) return true
  return method === 'POST' ? special.create !== undefined : method === 'GET' && special.get !== undefined
}

/** A special endpoint and the kind of object that is posted to it. */
interface Special {
  readonly special: SpecialEndpoint
  readonly expected: GroupVersionKind
}

function bodyOf(kind: Kind, subresource: string): GroupVersionKind {
  return kind.subresources.find(({ name }) => name === subresource)?.body ?? kind
}

async function specialAnswer(
  { special, expected }: Special,
  request: ApiRequest,
  context: RequestContext,
): Promise<Answer> {
  if (request.method === 'POST' && special.create !== undefined) {
    const media = negotiate(request, plainOffer)
    const object = await readObject(request, expected)
    const { object: given, status = 201 } = await special.create({ ...callOf(request, context), object })
    return await objectAnswer(status, given, media)
  }
  if (request.method === 'GET' && special.get !== undefined) {
    const media = negotiate(request, plainOffer)
    return await objectAnswer(200, await special.get(callOf(request, context)), media)
  }
  if (special.connect === undefined) throw methodNotAllowed()
  return await special.connect(request, context)
}

function callOf(request: ApiRequest, context: RequestContext) {
  const { namespace, name } = context.info
  const fieldManager =
    request.query.get('fieldManager') ?? headerText(request.headers['user-agent']).split('/')[0] ?? ''
  return { namespace, name, options: { dryRun: request.query.has('dryRun'), fieldManager }, context, request }
}

/** Which verb of storage a request means. Throws 405 where the endpoint has no such method. */
function endpointOf(kind: Kind, info: RequestInfo): Endpoint {
  const known = kind.subresources.find(({ name }) => name === info.subresource)
  const verbs: readonly string[] = info.subresource === '' ? kind.verbs : (known?.verbs ?? [])
  if (!verbs.includes(info.verb) || !fits(kind, info)) throw methodNotAllowed()
  return { kind, verb: info.verb as Verb }
}

/** Items take no POST, collections neither PUT nor PATCH; creating needs a namespace where objects have one. */
function fits(kind: Kind, { verb, name, namespace, subresource }: RequestInfo): boolean {
  if (verb === 'create' && subresource === '') return name === '' && (kind.scope === 'Cluster' || namespace !== '')
  return name !== '' || verb === 'list' || verb === 'watch' || verb === 'deletecollection'
}
