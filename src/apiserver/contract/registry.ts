import type { Kind } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { Answer, ApiRequest, RequestContext } from './http.ts'
import type { User } from './user.ts'

/** Every kind the server serves right now: the built-in ones, and those that CRDs bring. */
export interface KindTable {
  /** The kind behind an endpoint, by plural name. */
  find(group: string, version: string, resource: string): Kind | undefined
  ofKind(group: string, version: string, kind: string): Kind | undefined
  /** Every kind, in discovery order. */
  all(): readonly Kind[]
  /** Adds or replaces the kinds of one group and plural (a CRD); an empty list takes them away. */
  set(group: string, plural: string, kinds: readonly Kind[]): void
  /** Called after every `set`. Returns how to stop. */
  onChange(listener: () => void): () => void
  /** Grows with every `set`: what was computed from the table is keyed by it. */
  readonly generation: number
}

/**
 * A change as observers inside the server see it; `object` is the last state, also for a deletion. Objects are read when
 * they are asked for.
 */
export interface ObjectChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** `namespace/name`, or `name`. */
  readonly key: string
  readonly object: KubeObject
  readonly previous?: KubeObject | undefined
}

/** Where a write goes. */
export interface Target {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  readonly subresource?: string
}

/** How a write is done. */
export interface WriteOptions {
  readonly user: User
  readonly dryRun?: boolean
  readonly fieldManager?: string
  /** Writes of the server itself: no admission, no validation. */
  readonly isInternal?: boolean
  /** Preconditions and propagation of a delete (meta/v1 DeleteOptions). */
  readonly deleteOptions?: JsonObject
  readonly warn?: (text: string) => void
}

/**
 * Reading and writing objects inside the server, without HTTP. Reads come from the cache and are synchronous; what they
 * give is frozen and shared. Writes take the same path as a client's: defaults, admission, validation, store.
 */
export interface Registry {
  readonly kinds: KindTable
  read(kind: Kind, namespace: string, name: string): KubeObject | undefined
  /** Of one namespace, or of all when none is given. */
  readAll(kind: Kind, namespace?: string): readonly KubeObject[]
  create(target: Target, object: KubeObject, options: WriteOptions): Promise<KubeObject>
  /** Reads, changes and writes, again when somebody else was faster. `change` gets a copy it may mutate; undefined leaves it. */
  update(
    target: Target,
    change: (current: KubeObject) => KubeObject | undefined,
    options: WriteOptions,
  ): Promise<KubeObject>
  remove(target: Target, options: WriteOptions): Promise<KubeObject>
  /** Tells the present objects first (ADDED), then every change, after it is in the cache. Returns how to stop. */
  observe(kind: Kind, observer: (change: ObjectChange) => void): () => void
}

/** An endpoint that is not plain storage: reviews, `eviction`, `binding`, `token`, `exec`, `proxy` … */
export interface SpecialEndpoint {
  readonly group: string
  readonly resource: string
  /** Empty for a resource of its own (`selfsubjectaccessreviews`). */
  readonly subresource: string
  /** POST of a decoded body; what it gives back is the answer (201 unless told). */
  create?(call: SpecialCall): Promise<{ readonly object: JsonObject; readonly status?: number }>
  /** GET of an object that is computed. */
  get?(call: Omit<SpecialCall, 'object'>): Promise<JsonObject>
  /** Everything else: streams, proxies. Gets the raw request. */
  connect?(request: ApiRequest, context: RequestContext): Promise<Answer>
}

/** What a special endpoint is called with. */
export interface SpecialCall {
  readonly object: KubeObject
  readonly namespace: string
  readonly name: string
  readonly options: { readonly dryRun: boolean; readonly fieldManager: string }
  readonly context: RequestContext
  readonly request: ApiRequest
}
