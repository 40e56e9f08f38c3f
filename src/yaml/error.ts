/** A place in a text; line and column count from 1, column in UTF-16 units. */
export interface Position {
  readonly file?: string
  readonly line: number
  readonly column: number
}

/** What can be wrong with a document. */
export type YamlErrorCode =
  | 'syntax'
  | 'duplicate-key'
  | 'bad-key'
  | 'bad-value'
  | 'unknown-anchor'
  | 'limit'
  | 'too-large'

/** A document that Go would refuse. `message` is Go's text, without the `error converting YAML to JSON: ` prefix. */
export class YamlError extends Error {
  readonly code: YamlErrorCode
  readonly position: Position | undefined
  constructor(code: YamlErrorCode, message: string, position?: Position) {
    super(message)
    this.name = 'YamlError'
    this.code = code
    this.position = position
  }
}
