import { CelError } from '../error.ts'
import { Cursor } from './cursor.ts'
import { tokensOf } from './lexer.ts'
import type { Node } from './node.ts'
import { parsePostfix } from './postfix.ts'

const MAX_CODE_POINTS = 100_000

/**
 * Reads an expression (CEL language definition, syntax) with macros expanded. Throws a CelError of code `syntax`, or
 * `limit` for one that is too long or too deep.
 */
export function parse(source: string): Node {
  if (source.length > MAX_CODE_POINTS) {
    const message = `expression code point size exceeds limit: size: ${source.length}, limit ${MAX_CODE_POINTS}`
    throw new CelError('limit', message)
  }
  const cursor = new Cursor(source, tokensOf(source))
  const node = parseExpression(cursor)
  return cursor.front.kind === 'end' ? node : cursor.refuse('<EOF>')
}

function parseExpression(cursor: Cursor): Node {
  return cursor.deeper(() => {
    const condition = parseOr(cursor)
    const question = cursor.takes('?')
    if (question === undefined) return condition
    const yes = parseOr(cursor)
    cursor.need(':')
    return { kind: 'call', at: question.at, name: '_?_:_', arguments: [condition, yes, parseExpression(cursor)] }
  })
}

function parseOr(cursor: Cursor): Node {
  const terms = [parseAnd(cursor)]
  const signs: number[] = []
  for (let sign = cursor.takes('||'); sign !== undefined; sign = cursor.takes('||')) {
    signs.push(sign.at)
    terms.push(parseAnd(cursor))
  }
  return balance('_||_', terms, signs)
}

function parseAnd(cursor: Cursor): Node {
  const terms = [parseBinary(cursor, 0)]
  const signs: number[] = []
  for (let sign = cursor.takes('&&'); sign !== undefined; sign = cursor.takes('&&')) {
    signs.push(sign.at)
    terms.push(parseBinary(cursor, 0))
  }
  return balance('_&&_', terms, signs)
}

/** A long chain becomes a balanced tree, so that thousands of terms are not thousands of levels. */
function balance(name: '_&&_' | '_||_', terms: readonly Node[], signs: readonly number[]): Node {
  const [only] = terms
  if (terms.length === 1 && only !== undefined) return only
  const half = Math.ceil(terms.length / 2)
  const left = balance(name, terms.slice(0, half), signs.slice(0, half - 1))
  const right = balance(name, terms.slice(half), signs.slice(half))
  return { kind: 'call', at: signs[half - 1] ?? 0, name, arguments: [left, right] }
}

/** Binary operators from loose to tight, with the functions they stand for. */
const LEVELS: readonly Readonly<Record<string, string>>[] = [
  { '<': '_<_', '<=': '_<=_', '>': '_>_', '>=': '_>=_', '==': '_==_', '!=': '_!=_', in: '@in' },
  { '+': '_+_', '-': '_-_' },
  { '*': '_*_', '/': '_/_', '%': '_%_' },
]

function parseBinary(cursor: Cursor, level: number): Node {
  const operators = LEVELS[level]
  if (operators === undefined) return parseUnary(cursor)
  let left = parseBinary(cursor, level + 1)
  for (let name = operatorAt(cursor, operators); name !== undefined; name = operatorAt(cursor, operators)) {
    const { at } = cursor.take()
    left = { kind: 'call', at, name, arguments: [left, parseBinary(cursor, level + 1)] }
  }
  return left
}

function operatorAt(cursor: Cursor, operators: Readonly<Record<string, string>>): string | undefined {
  const { kind, text } = cursor.front
  return kind === 'sign' || (kind === 'name' && text === 'in') ? operators[text] : undefined
}

/** `!!x` is x, as in the reference; a minus before a number is part of it. */
function parseUnary(cursor: Cursor): Node {
  for (const [sign, name] of UNARY) {
    const { at } = cursor.front
    let count = 0
    while (cursor.takes(sign)) count++
    if (count === 0) continue
    const operand = parsePostfix(cursor, parseExpression, sign === '-' && count % 2 === 1)
    if (count % 2 === 0 || (sign === '-' && isNegative(operand))) return operand
    return { kind: 'call', at, name, arguments: [operand] }
  }
  return parsePostfix(cursor, parseExpression, false)
}

const UNARY = [
  ['!', '!_'],
  ['-', '-_'],
] as const

function isNegative(node: Node): boolean {
  return node.kind === 'constant' && node.isNegated === true
}
