import type { Revision } from '../store.ts'

/** One write without its bytes. `created` is 0 for a deletion, `previous` the revision it took over from, 0 where the key was not there. */
export interface RowHead {
  readonly revision: Revision
  readonly key: string
  readonly created: Revision
  readonly previous: Revision
  readonly sizeBytes: number
}

/** One write; `value` is absent for a deletion. */
export interface Row extends RowHead {
  readonly value?: Uint8Array
}

/** What goes into a journal in one step, all or nothing. */
export interface Commit {
  readonly rows: readonly Row[]
  /** Revisions whose rows nobody may read any more. */
  readonly forgotten: readonly Revision[]
  /** The newest revision and the oldest readable one after this commit. */
  readonly revision: Revision
  readonly compacted: Revision
}

/** Where rows are kept. One at a time writes; every call but `commit` is synchronous. */
export interface Journal {
  /** Tells every row once, in order of revision; gives back where the log stands. */
  load(visit: (row: RowHead) => void): { readonly revision: Revision; readonly compacted: Revision }
  /** Resolves when the rows are durable. Throws `read-only` when nothing was written, `unavailable` when nobody knows. */
  commit(commit: Commit): Promise<void>
  /** Bytes of a revision that was not forgotten. Throws `corrupted` when they are not there. */
  value(revision: Revision): Uint8Array
  /** Same for many at once, in the order asked. */
  values(revisions: readonly Revision[]): readonly Uint8Array[]
  /** Rows behind `after` up to `upTo`, in order, at most `limit`. */
  rows(after: Revision, upTo: Revision, limit: number): readonly RowHead[]
  /** Bytes taken from the machine. */
  sizeBytes(): number
  /** Those of them that hold rows. */
  usedBytes(): number
  /** Whether a disk that was full has room for more than the next row. */
  hasRoom(): boolean
  close(): void
}
