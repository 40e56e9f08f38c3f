/** A literal's value: int is a bigint, uint is marked, double is a number. */
export type Constant =
  | { readonly type: 'null'; readonly value: null }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int' | 'uint'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }

/** Macros over a list or map, by what they give: `all`, `exists` … and the forms with two variables. */
export type MacroName =
  | 'all'
  | 'exists'
  | 'existsOne'
  | 'filter'
  | 'map'
  | 'transformList'
  | 'transformMap'
  | 'transformMapEntry'

/** One node of an expression; `at` is its offset in the source, where errors point. */
export type Node =
  | { readonly kind: 'constant'; readonly at: number; readonly constant: Constant; readonly isNegated?: boolean }
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  | {
      readonly kind: 'select'
      readonly at: number
      readonly operand: Node
      readonly field: string
      readonly isOptional: boolean
    }
  | { readonly kind: 'has'; readonly at: number; readonly operand: Node; readonly field: string }
  | {
      readonly kind: 'call'
      readonly at: number
      readonly name: string
      readonly target?: Node
      readonly arguments: readonly Node[]
    }
  | { readonly kind: 'and' | 'or'; readonly at: number; readonly left: Node; readonly right: Node }
  | { readonly kind: 'choice'; readonly at: number; readonly condition: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly Item[] }
  | { readonly kind: 'map'; readonly at: number; readonly entries: readonly MapEntry[] }
  | { readonly kind: 'object'; readonly at: number; readonly type: string; readonly fields: readonly ObjectField[] }
  | Comprehension
  | { readonly kind: 'bind'; readonly at: number; readonly variable: string; readonly value: Node; readonly body: Node }
  | OptionalMap

/** `list.all(x, …)`; with two variables the first is the index or key. `step` is absent where the macro has one body only. */
export interface Comprehension {
  readonly kind: 'comprehension'
  readonly at: number
  readonly macro: MacroName
  readonly range: Node
  readonly variables: readonly [string] | readonly [string, string]
  /** The condition of `all`, `exists`, `filter` and of the longer `map`; absent: every item counts. */
  readonly condition?: Node
  /** What `map` and the transformations give for an item. */
  readonly result?: Node
}

/** `opt.optMap(x, …)` and `opt.optFlatMap(x, …)`. */
export interface OptionalMap {
  readonly kind: 'optionalMap'
  readonly at: number
  readonly operand: Node
  readonly variable: string
  readonly body: Node
  readonly isFlat: boolean
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
