import type { Overload } from '../library/overload.ts'
import type { Node } from '../parse/node.ts'
import type { Type } from '../type/type.ts'

/** A call as the checker understood it: its arguments with the receiver first, and the forms that may fit at run time. */
export interface CheckedCall {
  readonly arguments: readonly Node[]
  readonly overloads: readonly Overload[]
}

/** An expression whose names, fields and calls are all known. */
export interface Checked {
  readonly source: string
  readonly root: Node
  readonly type: Type
  readonly types: ReadonlyMap<Node, Type>
  readonly calls: ReadonlyMap<Node, CheckedCall>
  /** Names that are types as values: `int`, `google.protobuf.Duration`. */
  readonly typeNames: ReadonlyMap<Node, string>
}
