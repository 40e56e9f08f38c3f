import type { Overload } from '../library/overload.ts'
import type { Node } from '../parse/node.ts'
import type { Type } from '../type/type.ts'
import type { Environment } from './environment.ts'

/** A call as the checker understood it: the receiver if it has one, and the forms that may fit at run time. */
export interface CheckedCall {
  readonly name: string
  readonly target: Node | undefined
  readonly arguments: readonly Node[]
  readonly overloads: readonly Overload[]
}

/** An expression whose names, fields and calls are all known. */
export interface Checked {
  readonly source: string
  readonly root: Node
  readonly type: Type
  readonly environment: Environment
  readonly types: ReadonlyMap<Node, Type>
  readonly calls: ReadonlyMap<Node, CheckedCall>
  /** Nodes that are names: of variables (`a.b` may be one), or of types as values. */
  readonly variables: ReadonlyMap<Node, string>
  readonly typeNames: ReadonlyMap<Node, string>
}
