/** Number of a change: grows by one with every write of the whole store. 0 means "nothing there". */
export type Revision = number

/** Stands for a value that is taken away. */
export const deleted: unique symbol = Symbol('deleted')

/** One key as it is, or was, at a revision. */
export interface Entry {
  readonly key: string
  readonly value: Uint8Array
  /** Revision of its last write. */
  readonly revision: Revision
  /** Revision of the write that created it. */
  readonly created: Revision
}

/** Which part of a list: keys from `from` on (inclusive), at most `limit`, as of `at` (newest when absent). */
export interface PageRequest {
  readonly from?: string
  readonly limit?: number
  readonly at?: Revision
}

/** Entries in key order, all as of one `revision`; `next` is the first key left out, `remaining` counts those from it on. */
export interface Page {
  readonly entries: readonly Entry[]
  readonly revision: Revision
  readonly next?: string
  readonly remaining?: number
}

/** One write, as a watcher sees it. `previous` is the value before it, absent for a creation; it is read when it is asked for. */
export interface Change {
  readonly key: string
  readonly revision: Revision
  /** Absent for a deletion. */
  readonly value?: Uint8Array
  readonly previous?: Uint8Array | undefined
  /** Revision of the write that created the key; 0 for a deletion. */
  readonly created: Revision
}

/**
 * A revisioned key-value log. Every driver promises: a write that was acknowledged survives kill -9 and power loss (memory
 * apart); revisions are seen in order and without gaps by watchers; a page is of one revision.
 */
export interface Store {
  /** The entry, newest or as of `at`. Throws `compacted` or `future`. */
  get(key: string, at?: Revision): Promise<Entry | undefined>
  /** Entries whose key starts with `prefix`. Throws `compacted` or `future`. */
  list(prefix: string, page?: PageRequest): Promise<Page>
  /** Writes if the key's revision is `expect` (0: it is not there). Throws `conflict` (with the present entry), `quota`, `read-only`. */
  write(key: string, value: Uint8Array | typeof deleted, expect: Revision): Promise<Revision>
  /** Every change after `from` under `prefix`, in order; throws `compacted` when `from` is older than history. */
  watch(prefix: string, from: Revision, signal: AbortSignal): AsyncIterable<Change>
  /** Forgets what only revisions up to `to` need. */
  compact(to: Revision): Promise<void>
  /** The newest revision, as everybody sees it (etcd: a quorum's). */
  revision(): Promise<Revision>
  /** The oldest revision that can still be read. */
  compacted(): Promise<Revision>
  /** Bytes on disk or in memory, and whether writes are refused and why. */
  health(): Promise<StoreHealth>
  close(): Promise<void>
}

/** Size and state of a store. */
export interface StoreHealth {
  readonly sizeBytes: number
  readonly quotaBytes: number
  /** Present while writes are refused: `quota` or `disk-full`, with a sentence for people. */
  readonly readOnly?: { readonly code: 'quota' | 'disk-full'; readonly message: string }
}
