import type { Duplex } from 'node:stream'
import type { KubeObject } from '#kube'
import type { ClientCertificate, User } from './user.ts'

/** Header names are lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** One HTTP request, whatever brought it: TLS, HTTP/2 or a call inside the process. */
export interface ApiRequest {
  readonly method: string
  /** Path as it was sent, still percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  /** The whole body, once. Throws a 413 StatusError past the limit (3 MiB unless told). */
  body(limitBytes?: number): Promise<Uint8Array>
  /** The body of a caller inside the process, which wrote it from a value. */
  readonly bodyText?: string
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
  readonly remoteAddress: string
  readonly clientCertificate?: ClientCertificate
  /** Why the certificate that the client sent is not taken: without another proof of who asks this is a 401. */
  readonly certificateProblem?: string
  /** Set by the in-process transport: the caller is this user, nothing else is asked. */
  readonly trustedUser?: User
  /** Takes over the socket of an `Upgrade` request; absent when none was asked for or the transport has none. */
  readonly upgrade?: () => { readonly socket: Duplex; readonly head: Uint8Array }
  /** The body as it arrives, for requests that are passed on. */
  readonly stream?: AsyncIterable<Uint8Array>
}

/** What a handler gives back. Exactly one of `body`, `serve` and `taken`. */
export type Answer = WholeAnswer | StreamedAnswer | TakenAnswer

/** An answer that is ready. Parts are sent one after the other. */
export interface WholeAnswer {
  readonly status: number
  readonly headers?: Headers
  readonly body: string | Uint8Array | readonly (string | Uint8Array)[]
  /** The object that the body is the JSON of, for callers inside the process: shared, and to be left as it is. */
  readonly object?: () => KubeObject
}

/** An answer that goes on for a while: watch, logs. The response ends when `serve` returns. */
export interface StreamedAnswer {
  readonly status: number
  readonly headers?: Headers
  serve(sink: Sink): Promise<void>
}

/** The handler speaks on the socket itself. */
export interface TakenAnswer {
  readonly taken: true
}

/** Where a streamed answer goes. */
export interface Sink {
  /** False when the client reads too slowly: wait for `drained` before writing more. */
  write(chunk: string | Uint8Array): boolean
  /** Inside the process: takes one event of a watch as a value, which is shared and stays as it is. False as `write` gives it. */
  tell?(type: string, object: KubeObject): boolean
  drained(): Promise<void>
  /** Aborted when the client goes away. */
  readonly closed: AbortSignal
}

/** Sends a request on; filters are made from handlers. */
export type Handler = (request: ApiRequest, context: RequestContext) => Promise<Answer>

/** What a request is about, read from method and path alone (apiserver's RequestInfo). */
export interface RequestInfo {
  /** False for `/healthz`, `/version` and other paths that name no resource. */
  readonly isResource: boolean
  /** get, list, watch, create, update, patch, delete, deletecollection, connect; the lower-case method for other paths. */
  readonly verb: string
  readonly group: string
  readonly version: string
  /** Plural name; empty when the path stops at a group version. */
  readonly resource: string
  readonly subresource: string
  /** Empty for cluster-scoped and all-namespace requests. */
  readonly namespace: string
  readonly name: string
  /** Path behind the subresource, for proxy: starts with `/` or is empty. */
  readonly rest: string
}

/** What filters learn about a request on its way in. */
export interface RequestContext {
  readonly info: RequestInfo
  readonly user: User
  /** The user before impersonation, when there was one. */
  readonly impersonator?: User
  /** Adds a `Warning: 299` header to the answer, once per text. */
  warn(text: string): void
  /** Adds an annotation to the audit event. */
  annotate(key: string, value: string): void
}
