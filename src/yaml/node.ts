export const MAPPING = 1
export const SEQUENCE = 2
export const SCALAR_NODE = 3
export const ALIAS_NODE = 4

/** Styles of a scalar: without quotes; in quotes; a block that is folded or not. */
export const PLAIN = 0
export const QUOTED = 1
export const FOLDED = 2
export const LITERAL = 3
/** Styles of a collection. */
export const BLOCK = 0
export const FLOW = 1

/** One node of a document, with where it starts; lines, columns and offsets count from 0. */
export interface RawNode {
  readonly kind: number
  readonly line: number
  readonly column: number
  readonly offset: number
  /** Resolved tag of a scalar, '' if none. Go forgets the tags of collections. */
  readonly tag: string
  /** Text of a scalar, name of an alias. */
  readonly value: string
  /** `PLAIN`, `QUOTED`, `FOLDED` or `LITERAL` for a scalar; `BLOCK` or `FLOW` for a collection. */
  readonly style: number
  /** True for a plain scalar without a tag (and for the tag `!`). */
  readonly implicit: boolean
  /** Entries of a sequence; keys and values of a mapping by turns. */
  readonly children: RawNode[]
  /** What an alias stands for. */
  readonly target: RawNode | undefined
}

/** Go's name for the core tags. */
export const CORE_TAG = 'tag:yaml.org,2002:'

/** True for the key `<<` that merges mappings. */
export function isMergeKey(node: RawNode): boolean {
  return node.kind === SCALAR_NODE && node.value === '<<' && (node.implicit || node.tag === `${CORE_TAG}merge`)
}
