/** Kinds of token; the names are those of the YAML specification. */
export const STREAM_END = 1
export const VERSION_DIRECTIVE = 2
export const TAG_DIRECTIVE = 3
export const DOCUMENT_START = 4
export const DOCUMENT_END = 5
export const BLOCK_SEQUENCE_START = 6
export const BLOCK_MAPPING_START = 7
export const BLOCK_END = 8
export const FLOW_SEQUENCE_START = 9
export const FLOW_SEQUENCE_END = 10
export const FLOW_MAPPING_START = 11
export const FLOW_MAPPING_END = 12
export const BLOCK_ENTRY = 13
export const FLOW_ENTRY = 14
export const KEY = 15
export const VALUE = 16
export const ALIAS = 17
export const ANCHOR = 18
export const TAG = 19
export const SCALAR = 20

/** A token may start a key without `?` (`possible`), or must (`required`: it stands where only a key can). */
export type KeyState = 0 | 1 | 2

/** One token and where it starts (counting from 0). */
export interface Token {
  readonly type: number
  readonly line: number
  readonly column: number
  readonly offset: number
  /** Text of a scalar; name of an anchor or alias; handle of a tag or tag directive. */
  value: string
  /** Suffix of a tag, prefix of a tag directive, `1.1` of a version directive. */
  suffix: string
  /** How a scalar is written: `PLAIN`, `QUOTED`, `FOLDED` or `LITERAL`. */
  style: number
  key: KeyState
  /** True while the parser must not see the token because a colon may still make it a key. */
  awaited: boolean
}
