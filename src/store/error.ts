import type { Entry, Revision } from './store.ts'

/** What a store can refuse. */
export type StoreErrorCode =
  | 'conflict' // the key has another revision than the writer expected
  | 'compacted' // the revision asked for is older than history
  | 'future' // the revision asked for has not happened yet
  | 'quota' // the store may not grow
  | 'read-only' // the disk is full
  | 'corrupted' // a value that does not decrypt, a broken file
  | 'unavailable' // the server behind a driver does not answer
  | 'closed'

/** A refused store operation. `present` is there for `conflict`; `revision` is the oldest readable one for `compacted`, the newest for `future`. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  readonly present: Entry | undefined
  readonly revision: Revision | undefined
  readonly hint: string | undefined
  constructor(
    code: StoreErrorCode,
    message: string,
    detail: {
      readonly present?: Entry | undefined
      readonly revision?: Revision
      readonly hint?: string
      readonly cause?: unknown
    } = {},
  ) {
    super(message, { cause: detail.cause })
    this.name = 'StoreError'
    this.code = code
    this.present = detail.present
    this.revision = detail.revision
    this.hint = detail.hint
  }
}
