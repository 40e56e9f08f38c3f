/** What can be wrong with what a peer sends. */
export type WebSocketErrorCode =
  | 'protocol' // a frame that the protocol does not know, or not here
  | 'limit' // a stated limit is passed

/** A peer that does not keep to the protocol; its connection is closed. */
export class WebSocketError extends Error {
  readonly code: WebSocketErrorCode
  constructor(code: WebSocketErrorCode, message: string) {
    super(message)
    this.name = 'WebSocketError'
    this.code = code
  }
}
