/** What is wrong with bytes or with an object that should become bytes. */
export type ProtobufErrorCode = 'truncated' | 'wire' | 'depth' | 'size' | 'value' | 'type'

/** Bytes that are no message of the type, or an object that no message can hold. */
export class ProtobufError extends Error {
  readonly code: ProtobufErrorCode

  constructor(code: ProtobufErrorCode, message: string) {
    super(message)
    this.name = 'ProtobufError'
    this.code = code
  }
}
