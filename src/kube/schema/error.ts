/** What can be wrong with a text or value that is decoded. */
export type DecodeErrorCode =
  | 'syntax' // the text is no JSON
  | 'depth' // values lie too deep
  | 'type' // a value has another type than its field

/** A text or value that cannot be decoded; the message is that of Go's JSON decoder. */
export class DecodeError extends Error {
  readonly code: DecodeErrorCode
  constructor(code: DecodeErrorCode, message: string) {
    super(message)
    this.name = 'DecodeError'
    this.code = code
  }
}
