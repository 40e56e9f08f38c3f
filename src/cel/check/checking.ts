import type { CelIssue } from '../error.ts'
import type { Node } from '../parse/node.ts'
import { printType, type Type, types } from '../type/type.ts'
import { mostGeneral, Unifier } from '../type/unify.ts'
import type { CheckedCall } from './checked.ts'
import type { Environment } from './environment.ts'

/** One check under way: what was found so far. */
export class Checking {
  readonly environment: Environment
  readonly unifier = new Unifier()
  readonly issues: CelIssue[] = []
  readonly types = new Map<Node, Type>()
  readonly calls = new Map<Node, CheckedCall>()
  readonly variables = new Map<Node, string>()
  readonly typeNames = new Map<Node, string>()
  constructor(environment: Environment) {
    this.environment = environment
  }

  /** Notes a finding; the node's type is then `error`, which fits everywhere. */
  refuse(at: number, message: string): Type {
    this.issues.push({ at, message })
    return types.error
  }

  /** Notes a finding for a type that is not the wanted one. */
  mismatch(node: Node, wanted: Type, found: Type): Type {
    return this.refuse(node.at, `expected type '${printType(wanted)}' but found '${printType(found)}'`)
  }

  /** The one type of several parts of a literal; dyn where they differ, which is found out later. */
  join(parts: readonly Type[]): Type {
    let joined: Type | undefined
    for (const type of parts) {
      if (joined === undefined) joined = type
      else if (this.unifier.isAssignable(joined, type)) joined = mostGeneral(joined, type)
      else joined = types.dyn
    }
    return joined ?? this.unifier.fresh()
  }
}
