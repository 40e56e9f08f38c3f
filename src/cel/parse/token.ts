/** What a piece of source is. Operators and brackets are kinds of their own text. */
export type TokenKind = 'name' | 'escaped' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'end' | 'sign'

/** One piece of source at an offset; `text` is decoded for strings and escaped names. */
export interface Token {
  readonly kind: TokenKind
  readonly at: number
  readonly text: string
  readonly bytes?: Uint8Array
}
