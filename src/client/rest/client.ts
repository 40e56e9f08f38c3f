import type { JsonObject, KubeObject } from '#kube'
import type { Transport, TransportRequest } from '../transport/transport.ts'
import { readText } from '../transport/transport.ts'
import { type WatchEvent, watchEvents } from '../watch/event.ts'
import { readObject, refusal } from './answer.ts'
import type { ListOptions, ListPage, PatchType, ReadOptions, WatchOptions, WriteOptions } from './options.ts'
import { type Place, pathOf, queryOf, type ResourceType } from './resource.ts'

/**
 * Generic access to the objects of one API server. Every method throws StatusError when the server refuses and ClientError
 * when there is no answer.
 */
export interface Client {
  get(type: ResourceType, place: Place, options?: ReadOptions): Promise<KubeObject>
  /** One page; `continue` of it goes into the next call. */
  list(type: ResourceType, options?: ListOptions): Promise<ListPage>
  create(type: ResourceType, object: KubeObject, options?: WriteOptions): Promise<KubeObject>
  update(type: ResourceType, object: KubeObject, options?: WriteOptions): Promise<KubeObject>
  patch(type: ResourceType, place: Place, patch: Patch, options?: WriteOptions): Promise<KubeObject>
  /** `body` is DeleteOptions. Gives the object that is going away, or a Status. */
  remove(type: ResourceType, place: Place, body?: JsonObject, options?: WriteOptions): Promise<JsonObject>
  removeAll(type: ResourceType, options?: ListOptions, body?: JsonObject): Promise<JsonObject>
  /** Events until the server ends the stream or the signal fires; a refusal inside the stream throws StatusError. */
  watch(type: ResourceType, options?: WatchOptions): AsyncIterable<WatchEvent>
  /** Any other request; JSON goes in and out. */
  raw(request: TransportRequest): Promise<JsonObject>
  /** Any other request whose answer is text. */
  rawText(request: TransportRequest): Promise<string>
  readonly transport: Transport
}

/** A patch with its kind. */
export interface Patch {
  readonly type: PatchType
  readonly body: string | JsonObject | readonly JsonObject[]
}

const MEDIA_TYPES: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
}

const JSON_TYPE = 'application/json'
const PARTIAL_TYPE = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json'
const PARTIAL_LIST_TYPE = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json'

/** A client on a transport. */
export function createClient(transport: Transport): Client {
  const ask = async (method: string, path: string, more: Partial<TransportRequest> = {}): Promise<JsonObject> =>
    readObject(await transport.send({ method, path, ...more, headers: { accept: JSON_TYPE, ...more.headers } }))
  const send = async (method: string, path: string, body: unknown, type = JSON_TYPE): Promise<KubeObject> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return (await ask(method, path, { body: text, headers: { 'content-type': type } })) as KubeObject
  }
  return {
    transport,
    get: async (type, place, options = {}) => {
      const path = pathOf(type, place) + queryOf({ resourceVersion: options.resourceVersion })
      return (await ask('GET', path, reading(options, PARTIAL_TYPE))) as KubeObject
    },
    list: async (type, options = {}) =>
      pageOf(await ask('GET', listPath(type, options), reading(options, PARTIAL_LIST_TYPE)), type),
    create: (type, object, options = {}) =>
      send('POST', pathOf(type, placeToCreate(object, options)) + writeQuery(options), object),
    update: (type, object, options = {}) =>
      send('PUT', pathOf(type, placeOf(object, options.subresource)) + writeQuery(options), object),
    patch: (type, place, { type: patchType, body }, options = {}) =>
      send('PATCH', pathOf(type, below(place, options)) + writeQuery(options), body, MEDIA_TYPES[patchType]),
    remove: (type, place, body, options = {}) =>
      send('DELETE', pathOf(type, below(place, options)) + writeQuery(options), body ?? {}),
    removeAll: (type, options = {}, body = {}) => send('DELETE', listPath(type, options), body),
    watch: (type, options = {}) =>
      openWatch(transport, listPath(type, { ...options, isWatch: true }), reading(options, PARTIAL_TYPE)),
    raw: async (request) => readObject(await transport.send(request)),
    rawText: async (request) => {
      const response = await transport.send(request)
      const text = await readText(response)
      if (response.status >= 400) throw refusal(response, text)
      return text
    },
  }
}

function reading({ signal, isPartial }: ReadOptions, partial: string): Partial<TransportRequest> {
  return { ...(signal !== undefined && { signal }), headers: { accept: isPartial === true ? partial : JSON_TYPE } }
}

/** The subresource is named with the place or with the options. */
function below(place: Place, { subresource }: WriteOptions): Place {
  return subresource === undefined ? place : { ...place, subresource }
}

function placeOf(object: KubeObject, subresource: string | undefined): Place {
  const { name, namespace } = object.metadata
  return {
    name,
    ...(typeof namespace === 'string' && { namespace }),
    ...(subresource !== undefined && { subresource }),
  }
}

/** A create names the object only for a subresource (`eviction`, `binding`, `token`). */
function placeToCreate(object: KubeObject, { subresource, namespace, name }: WriteOptions): Place {
  const { name: _, ...place } = placeOf(object, subresource)
  const within = namespace === undefined ? place : { ...place, namespace }
  return subresource === undefined ? within : { ...within, name: name ?? object.metadata.name }
}

function writeQuery({ dryRun, fieldManager, fieldValidation, isForced }: WriteOptions): string {
  return queryOf({ dryRun: dryRun === true ? 'All' : undefined, fieldManager, fieldValidation, force: isForced })
}

function listPath(type: ResourceType, options: WatchOptions & { readonly isWatch?: boolean }): string {
  const { namespace, labelSelector, fieldSelector, limit, resourceVersion, resourceVersionMatch } = options
  const query = queryOf({
    labelSelector,
    fieldSelector,
    limit,
    continue: options.continue,
    resourceVersion,
    resourceVersionMatch,
    watch: options.isWatch,
    allowWatchBookmarks: options.allowsBookmarks,
    sendInitialEvents: options.sendsInitialEvents,
    timeoutSeconds: options.timeoutSeconds,
  })
  return pathOf(type, namespace === undefined ? {} : { namespace }) + query
}

/** Items of a list carry no kind of their own; they get the one of their resource. */
function pageOf(body: JsonObject, type: ResourceType): ListPage {
  const { resourceVersion = '', continue: next, remainingItemCount } = (body['metadata'] ?? {}) as JsonObject
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`
  const items = ((body['items'] ?? []) as KubeObject[]).map((item) =>
    typeof item.kind === 'string' && item.kind !== '' ? item : { ...item, apiVersion, kind: type.kind },
  )
  return {
    items,
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
    ...(typeof next === 'string' && next !== '' && { continue: next }),
    ...(typeof remainingItemCount === 'number' && { remaining: remainingItemCount }),
  }
}

async function* openWatch(
  transport: Transport,
  path: string,
  more: Partial<TransportRequest>,
): AsyncGenerator<WatchEvent> {
  const response = await transport.send({ method: 'GET', path, ...more })
  if (response.status >= 400) throw refusal(response, await readText(response))
  yield* watchEvents(response.events?.() ?? response.body)
}
