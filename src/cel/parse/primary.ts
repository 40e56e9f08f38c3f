import { type ParseExpression, parseCall } from './call.ts'
import { constantOf } from './constant.ts'
import type { Cursor } from './cursor.ts'
import type { Item, MapEntry, Node } from './node.ts'
import { isReserved } from './reserved.ts'

/** A literal, a name, a call without receiver, a list, a map, or an expression in brackets. */
export function parsePrimary(cursor: Cursor, parseExpression: ParseExpression, isNegated: boolean): Node {
  const { kind, text, at } = cursor.front
  const parseBracket = kind === 'sign' ? BRACKETS[text] : undefined
  if (parseBracket !== undefined) {
    cursor.take()
    return parseBracket(cursor, at, parseExpression)
  }
  return constantOf(cursor, isNegated) ?? parseName(cursor, parseExpression)
}

const BRACKETS: Readonly<Record<string, (cursor: Cursor, at: number, parseExpression: ParseExpression) => Node>> = {
  '(': (cursor, _at, parseExpression) => {
    const node = parseExpression(cursor)
    cursor.need(')')
    return node
  },
  '[': parseList,
  '{': parseMap,
}

function parseList(cursor: Cursor, at: number, parseExpression: ParseExpression): Node {
  const items: Item[] = []
  while (!cursor.isAt(']')) {
    const isOptional = cursor.takes('?') !== undefined
    items.push({ value: parseExpression(cursor), isOptional })
    if (!cursor.takes(',')) break
  }
  cursor.need(']')
  return { kind: 'list', at, items }
}

function parseMap(cursor: Cursor, at: number, parseExpression: ParseExpression): Node {
  const entries: MapEntry[] = []
  while (!cursor.isAt('}')) {
    const isOptional = cursor.takes('?') !== undefined
    const key = parseExpression(cursor)
    cursor.need(':')
    entries.push({ key, value: parseExpression(cursor), isOptional })
    if (!cursor.takes(',')) break
  }
  cursor.need('}')
  return { kind: 'map', at, entries }
}

/** A leading dot names something outside of all macros; it stays in the name. */
function parseName(cursor: Cursor, parseExpression: ParseExpression): Node {
  const isRooted = cursor.takes('.') !== undefined
  const { kind, text, at } = cursor.front
  if (kind !== 'name')
    return cursor.refuse(
      "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}",
    )
  if (isReserved(text)) return cursor.fail(at, `reserved identifier: ${text}`)
  cursor.take()
  const open = cursor.takes('(')
  return open === undefined
    ? { kind: 'name', at, name: isRooted ? `.${text}` : text }
    : parseCall(cursor, { at: open.at, name: text, target: undefined, parseExpression })
}
