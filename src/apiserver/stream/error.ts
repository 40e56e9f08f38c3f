/** What can be wrong with what a peer sends on a stream. */
export type StreamErrorCode =
  | 'protocol' // a frame that the protocol does not know, or not here
  | 'limit' // a stated limit is passed
  | 'closed' // the connection is gone

/** A peer that does not keep to its protocol; its connection is closed. */
export class StreamError extends Error {
  readonly code: StreamErrorCode
  constructor(code: StreamErrorCode, message: string) {
    super(message)
    this.name = 'StreamError'
    this.code = code
  }
}
