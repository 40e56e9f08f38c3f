import { celErrorOf, withoutOverflow } from '../error.ts'
import { parse } from '../parse/parser.ts'
import { printType, type Type } from '../type/type.ts'
import type { Checked } from './checked.ts'
import { Checking } from './checking.ts'
import { type Environment, Scope } from './environment.ts'
import { typeOfNode } from './node-type.ts'
import { literalIssues } from './validate.ts'

/**
 * Parses an expression and finds the type of every part. `wanted` is the type the whole must have. Throws a CelError of
 * code `syntax`, `limit` or `type` with every finding.
 */
export function check(source: string, environment: Environment, wanted?: Type): Checked {
  return withoutOverflow(() => checkParsed(source, environment, wanted))
}

function checkParsed(source: string, environment: Environment, wanted: Type | undefined): Checked {
  const root = parse(source)
  const checking = new Checking(environment)
  typeOfNode(checking, root, new Scope(environment.variables))
  if (checking.issues.length > 0) throw celErrorOf('type', source, checking.issues)
  for (const [node, type] of checking.types) checking.types.set(node, checking.unifier.apply(type, true))
  const { types, calls, variables, typeNames, unifier } = checking
  const type = unifier.apply(types.get(root) as Type, true)
  const checked: Checked = { source, root, type, environment, types, calls, variables, typeNames }
  const issues = literalIssues(checked)
  if (issues.length > 0) throw celErrorOf('type', source, issues)
  if (wanted !== undefined && !unifier.isAssignable(type, wanted)) {
    const message = `expected type '${printType(wanted)}' but found '${printType(type)}'`
    throw celErrorOf('type', source, [{ at: root.at, message }])
  }
  return checked
}
