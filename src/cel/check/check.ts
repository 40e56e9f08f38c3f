import { celErrorOf } from '../error.ts'
import type { Node } from '../parse/node.ts'
import { parse } from '../parse/parser.ts'
import { Bindings } from '../type/bindings.ts'
import { printType, type Type } from '../type/type.ts'
import type { Checked } from './checked.ts'
import { Checking } from './checking.ts'
import { type Environment, Scope } from './environment.ts'
import { typeOfNode } from './node-type.ts'

/**
 * Parses an expression and finds the type of every part. `wanted` is the type the whole must have. Throws a CelError of
 * code `syntax`, `limit` or `type` with every finding.
 */
export function check(source: string, environment: Environment, wanted?: Type): Checked {
  const root = parse(source)
  const checking = new Checking(environment)
  const type = typeOfNode(checking, root, new Scope(environment.variables))
  if (checking.issues.length > 0) throw celErrorOf('type', source, checking.issues)
  refuseOther(source, root, { type, wanted })
  const { types, calls, typeNames } = checking
  return { source, root, type, types, calls, typeNames }
}

function refuseOther(
  source: string,
  root: Node,
  { type, wanted }: { readonly type: Type; readonly wanted: Type | undefined },
) {
  if (wanted === undefined || new Bindings().isAssignable(type, wanted)) return
  const message = `expected type '${printType(wanted)}' but found '${printType(type)}'`
  throw celErrorOf('type', source, [{ at: root.at, message }])
}
