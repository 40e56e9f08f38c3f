import type { CelIssue } from '../error.ts'
import type { Node } from '../parse/node.ts'
import { Bindings } from '../type/bindings.ts'
import { printType, type Type, types } from '../type/type.ts'
import type { CheckedCall } from './checked.ts'
import type { Environment } from './environment.ts'

/** One check under way: what was found so far. */
export class Checking {
  readonly environment: Environment
  readonly issues: CelIssue[] = []
  readonly types = new Map<Node, Type>()
  readonly calls = new Map<Node, CheckedCall>()
  readonly typeNames = new Map<Node, string>()
  constructor(environment: Environment) {
    this.environment = environment
  }

  /** Notes a finding; the node's type is then `error`, which fits everywhere. */
  refuse(at: number, message: string): Type {
    this.issues.push({ at, message })
    return types.error
  }

  /** Notes a finding when a value of type `found` cannot stand for `wanted`. */
  want(node: Node, found: Type, wanted: Type): void {
    if (new Bindings().isAssignable(found, wanted)) return
    this.refuse(node.at, `expected type '${printType(wanted)}' but found '${printType(found)}'`)
  }

  /** The one type of several parts of a literal: the first that is not dyn. Notes a finding where another differs. */
  join(parts: readonly { readonly node: Node; readonly type: Type }[]): Type {
    let joined: Type | undefined
    for (const { node, type } of parts) {
      if (joined === undefined || joined.kind === 'dyn') joined = type
      else if (!new Bindings().isAssignable(type, joined)) this.want(node, type, joined)
    }
    return joined ?? types.dyn
  }
}
