import type { Cursor } from './cursor.ts'
import type { Constant, Node } from './node.ts'
import type { Token } from './token.ts'

const WORDS: ReadonlyMap<string, Constant> = new Map<string, Constant>([
  ['true', { type: 'bool', value: true }],
  ['false', { type: 'bool', value: false }],
  ['null', { type: 'null', value: null }],
])

/** Takes the literal in front, a minus before it included; undefined when none stands there. Throws a CelError `syntax`. */
export function constantOf(cursor: Cursor, isNegated: boolean): Node | undefined {
  const token = cursor.front
  const constant = token.kind === 'name' ? WORDS.get(token.text) : readers[token.kind]?.(token, isNegated ? '-' : '')
  if (constant === undefined) return undefined
  if (typeof constant === 'string') return cursor.fail(token.at, constant)
  cursor.take()
  const isNumber = constant.type === 'int' || constant.type === 'double'
  return { kind: 'constant', at: token.at, constant, ...(isNumber && isNegated && { isNegated }) }
}

type Read = (token: Token, sign: '-' | '') => Constant | string

const readers: Readonly<Partial<Record<Token['kind'], Read>>> = {
  string: ({ text }) => ({ type: 'string', value: text }),
  bytes: ({ bytes }) => ({ type: 'bytes', value: bytes ?? new Uint8Array() }),
  int: ({ text }, sign) => {
    const value = sign === '-' ? -BigInt(text) : BigInt(text)
    return BigInt.asIntN(64, value) === value ? { type: 'int', value } : 'invalid int literal'
  },
  uint: ({ text }) => {
    const value = BigInt(text)
    return BigInt.asUintN(64, value) === value ? { type: 'uint', value } : 'invalid uint literal'
  },
  double: ({ text }, sign) => {
    const value = Number(sign + text)
    return Number.isFinite(value) ? { type: 'double', value } : 'invalid double literal'
  },
}
