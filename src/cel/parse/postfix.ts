import { type ParseExpression, parseCall } from './call.ts'
import type { Cursor } from './cursor.ts'
import type { Node, ObjectField } from './node.ts'
import { parsePrimary } from './primary.ts'
import { isReserved } from './reserved.ts'

/** A primary with the selections, indexes and calls behind it. A minus before a bare number goes into the number. */
export function parsePostfix(cursor: Cursor, parseExpression: ParseExpression, isNegated: boolean): Node {
  let node = parsePrimary(cursor, parseExpression, isNegated)
  for (;;) {
    const next = parseStep(cursor, node, parseExpression)
    if (next === undefined) return node
    node = next
  }
}

function parseStep(cursor: Cursor, node: Node, parseExpression: ParseExpression): Node | undefined {
  const sign = cursor.front
  if (cursor.takes('.')) return parseMember(cursor, node, { at: sign.at, parseExpression })
  if (cursor.takes('[')) return parseIndex(cursor, node, { at: sign.at, parseExpression })
  const type = cursor.isAt('{') ? typeNameOf(node) : undefined
  return type === undefined ? undefined : parseObject(cursor, { at: cursor.take().at, type, parseExpression })
}

interface Step {
  readonly at: number
  readonly parseExpression: ParseExpression
}

function parseMember(cursor: Cursor, operand: Node, { at, parseExpression }: Step): Node {
  const isOptional = cursor.takes('?') !== undefined
  const name = cursor.take()
  if (name.kind !== 'name' && name.kind !== 'escaped')
    return cursor.fail(name.at, `Syntax error: no viable alternative at input '.${name.text}'`)
  const open = name.kind === 'name' && !isOptional ? cursor.takes('(') : undefined
  if (open !== undefined) return parseCall(cursor, { at: open.at, name: name.text, target: operand, parseExpression })
  if (!isOptional) return { kind: 'select', at, operand, field: name.text, isTest: false }
  const field: Node = { kind: 'constant', at: name.at, constant: { type: 'string', value: name.text } }
  return { kind: 'call', at, name: '_?._', arguments: [operand, field] }
}

function parseIndex(cursor: Cursor, operand: Node, { at, parseExpression }: Step): Node {
  const name = cursor.takes('?') ? '_[?_]' : '_[_]'
  const index = parseExpression(cursor)
  cursor.need(']')
  return { kind: 'call', at, name, arguments: [operand, index] }
}

function typeNameOf(node: Node): string | undefined {
  if (node.kind === 'name') return node.name
  if (node.kind !== 'select' || node.isTest) return undefined
  const outer = typeNameOf(node.operand)
  return outer === undefined ? undefined : `${outer}.${node.field}`
}

function parseObject(cursor: Cursor, { at, type, parseExpression }: Step & { readonly type: string }): Node {
  const fields: ObjectField[] = []
  while (!cursor.isAt('}')) {
    const isOptional = cursor.takes('?') !== undefined
    const { kind, at: place, text } = cursor.take()
    if ((kind !== 'name' && kind !== 'escaped') || isReserved(text))
      return cursor.fail(place, `Syntax error: mismatched input '${text}' expecting IDENTIFIER`)
    const colon = cursor.need(':')
    fields.push({ at: colon.at, name: text, value: parseExpression(cursor), isOptional })
    if (!cursor.takes(',')) break
  }
  cursor.need('}')
  return { kind: 'object', at, type, fields }
}
