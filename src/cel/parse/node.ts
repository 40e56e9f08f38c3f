/** A literal's value: int is a bigint, uint is marked, double is a number. */
export type Constant =
  | { readonly type: 'null'; readonly value: null }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int' | 'uint'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }

/** One node of an expression with its macros expanded; `at` is its offset in the source, where errors point. */
export type Node =
  | { readonly kind: 'constant'; readonly at: number; readonly constant: Constant; readonly isNegated?: boolean }
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  | {
      readonly kind: 'select'
      readonly at: number
      readonly operand: Node
      readonly field: string
      /** `has(operand.field)`: only whether it is there. */
      readonly isTest: boolean
    }
  | {
      readonly kind: 'call'
      readonly at: number
      readonly name: string
      readonly target?: Node
      readonly arguments: readonly Node[]
    }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly Item[] }
  | { readonly kind: 'map'; readonly at: number; readonly entries: readonly MapEntry[] }
  | { readonly kind: 'object'; readonly at: number; readonly type: string; readonly fields: readonly ObjectField[] }
  | Fold

/** The nodes of one kind. */
export type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>

/**
 * A loop over a list or map, what macros expand to: `accumulator` begins as `start`; while `condition` holds, `step` gives
 * its next value for each item; `result` is what the whole gives. With two variables the first is the index or key.
 */
export interface Fold {
  readonly kind: 'fold'
  readonly at: number
  readonly range: Node
  readonly variables: readonly [string] | readonly [string, string]
  readonly accumulator: string
  readonly start: Node
  readonly condition: Node
  readonly step: Node
  readonly result: Node
}

/** An item of a list literal; `?x` is left out when the optional x is empty. */
export interface Item {
  readonly value: Node
  readonly isOptional: boolean
}

/** An entry of a map literal. */
export interface MapEntry {
  readonly key: Node
  readonly value: Node
  readonly isOptional: boolean
}

/** A field of an object literal `Type{field: value}`. */
export interface ObjectField {
  readonly at: number
  readonly name: string
  readonly value: Node
  readonly isOptional: boolean
}
