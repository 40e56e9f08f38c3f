import type { KubeObject } from '#kube'

/** How something is read. */
export interface ReadOptions {
  readonly resourceVersion?: string
  readonly signal?: AbortSignal
  /** Only metadata is asked for (PartialObjectMetadata). */
  readonly isPartial?: boolean
}

/** Which objects, and as of when. */
export interface ListOptions extends ReadOptions {
  /** Absent: all namespaces. */
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
  readonly limit?: number
  readonly continue?: string
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan'
}

/** How changes are followed. */
export interface WatchOptions extends ListOptions {
  readonly allowsBookmarks?: boolean
  readonly sendsInitialEvents?: boolean
  readonly timeoutSeconds?: number
}

/** How something is written. */
export interface WriteOptions {
  readonly dryRun?: boolean
  readonly fieldManager?: string
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
  readonly isForced?: boolean
  readonly subresource?: string
  /** Where to create, when the object does not say. */
  readonly namespace?: string
  /** Whose subresource is created, when the body has another name. */
  readonly name?: string
}

/** The kinds of patch a server takes. */
export type PatchType = 'json' | 'merge' | 'strategic' | 'apply'

/** One page of a list. */
export interface ListPage {
  readonly items: readonly KubeObject[]
  readonly resourceVersion: string
  readonly continue?: string
  readonly remaining?: number
}
