import type { Cursor } from './cursor.ts'
import { expandMacro } from './macro.ts'
import type { Node } from './node.ts'

/** Reads a whole expression; handed down so that the files of the parser form no cycle. */
export type ParseExpression = (cursor: Cursor) => Node

/** A call whose opening bracket was just taken. */
interface OpenCall {
  readonly at: number
  readonly name: string
  readonly target: Node | undefined
  readonly parseExpression: ParseExpression
}

/** The arguments of a call, and what the call is: a macro, or a plain one. */
export function parseCall(cursor: Cursor, call: OpenCall): Node {
  const list: Node[] = []
  while (!cursor.isAt(')')) {
    list.push(call.parseExpression(cursor))
    if (!cursor.takes(',')) break
  }
  cursor.need(')')
  const { at, name, target } = call
  const expanded = expandMacro({ at, name, target, arguments: list })
  if (expanded !== undefined && 'problem' in expanded) return cursor.fail(expanded.problem.at, expanded.problem.message)
  return expanded?.node ?? { kind: 'call', at, name, ...(target !== undefined && { target }), arguments: list }
}
