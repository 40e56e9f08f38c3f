import type { Kind } from '#kinds'
import type { GroupVersionKind, Json, KubeObject } from '#kube'
import type { RequestContext, Sink } from './http.ts'

/** One request to a resource, after route, user and form of the answer are known. */
export interface RestCall {
  readonly kind: Kind
  /** Empty for cluster-scoped kinds and for all namespaces. */
  readonly namespace: string
  /** Empty for collections. */
  readonly name: string
  /** `status`, `scale`, `finalize` …; empty for the object itself. */
  readonly subresource: string
  readonly query: URLSearchParams
  /** What objects become on the way out: `Table`, `PartialObjectMetadata`, `PartialObjectMetadataList` of meta.k8s.io. */
  readonly as?: GroupVersionKind
  readonly userAgent: string
  readonly context: RequestContext
  readonly signal: AbortSignal
}

/** A request body as the codec read it. */
export interface RestBody {
  readonly value: Json
  /** `application/json`, `application/merge-patch+json` …, without parameters. */
  readonly mediaType: string
  /** What strict decoding found while reading: `duplicate field "data.a"`. */
  readonly strictErrors: readonly string[]
  /** The text that was sent, for messages that quote it; absent for protobuf. */
  readonly text?: string
}

/** An answer as JSON text, in parts that are sent one after the other. */
export interface RestAnswer {
  readonly status: number
  readonly parts: readonly string[]
  /** The object that the parts are the JSON of; shared, and to be left as it is. */
  readonly object?: () => KubeObject
}

/** How one watch event travels when it is not a line of JSON: `text` is the JSON of the object. */
export type WatchFrame = (type: WatchEventType, text: string) => Uint8Array

/** The five kinds of watch event. */
export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'

/**
 * The verbs of stored resources, as clients call them. Everything is checked but who may do it, apart from a create by
 * PUT or apply, which asks `mayCreate`. They throw a `StatusError` for what they refuse.
 */
export interface RestVerbs {
  get(call: RestCall): Promise<RestAnswer>
  list(call: RestCall): Promise<RestAnswer>
  /** Refuses before the answer starts; what it gives back writes events until the watch ends. */
  watch(call: RestCall, frame?: WatchFrame): Promise<(sink: Sink) => Promise<void>>
  create(call: RestCall, body: RestBody): Promise<RestAnswer>
  update(call: RestCall, body: RestBody): Promise<RestAnswer>
  patch(call: RestCall, body: RestBody): Promise<RestAnswer>
  /** `body` is a DeleteOptions, or absent. */
  remove(call: RestCall, body?: RestBody): Promise<RestAnswer>
  removeCollection(call: RestCall, body?: RestBody): Promise<RestAnswer>
}
