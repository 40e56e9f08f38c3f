import { describeNode, type NumberNode, type OperandNode } from './node.ts'
import { type Eval, failure, type Slot, type State } from './state.ts'
import { canBeNil, goTypeName, isIntType } from './types.ts'
import { Complex, GoObject, type IntKind, int, MapView, type Value } from './value.ts'

/** Checks a value against the type of a parameter and converts it as Go's reflection does. */
export type Check = (state: State, value: Slot) => Slot

const RAW = 'reflect.Value'

/** The check of a parameter type (Go's `validateType`). */
export function checkFor(type: string): Check {
  return CHECKS.get(type) ?? ((state, value) => (goTypeName(value) === type ? value : adapt(state, value, type)))
}

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['any', (_state, value) => (value === undefined ? null : value)],
  [RAW, (_state, value) => value],
  ['string', (state, value) => (typeof value === 'string' ? value : adapt(state, value, 'string'))],
  ['bool', (state, value) => (typeof value === 'boolean' ? value : adapt(state, value, 'bool'))],
  ['float64', (state, value) => (typeof value === 'number' ? value : adapt(state, value, 'float64'))],
  [
    'map[string]interface {}',
    (state, value) => (isPlainMap(value) ? value : adapt(state, value, 'map[string]interface {}')),
  ],
])

function isPlainMap(value: Slot): boolean {
  return value instanceof Map && goTypeName(value) === 'map[string]interface {}'
}

/** The ways in which Go lets a value of another type pass: named types of the same shape, one pointer followed. */
function adapt(state: State, value: Slot, type: string): Slot {
  if (value === undefined) {
    if (canBeNil(type)) return null
    throw failure(state, `invalid value; expected ${type}`)
  }
  if (value instanceof GoObject) {
    if (value.goType === `*${type}`) return value
    const inside = value.underlying()
    if (inside !== undefined && goTypeName(inside) === type && /[[\]]/.test(type)) return inside
  }
  const own = value === null ? 'interface {}' : goTypeName(value)
  if (value instanceof Map && type === 'map[string]interface {}' && !own.startsWith('map[')) return new MapView(value)
  throw failure(state, `wrong type for value; expected ${type}; got ${own}`)
}

/** The value of a literal where a parameter of `type` is expected (Go's `evalArg`); errors come when it is run. */
export function literalFor(node: OperandNode, type: string): Eval {
  const value = literalValue(node, type)
  if (typeof value === 'object' && value !== null && 'complaint' in value) {
    const { complaint } = value
    return (state) => {
      state.node = node
      throw failure(state, complaint)
    }
  }
  return (state) => {
    state.node = node
    return value
  }
}

interface Complaint {
  readonly complaint: string
}

function literalValue(node: OperandNode, type: string): Slot | Complaint {
  if (node.kind === 'nil') return nilFor(type)
  if (type === 'any' || type === RAW) return freeLiteral(node)
  if (type === 'string') return node.kind === 'string' ? node.text : expected('string', node)
  if (type === 'bool')
    return node.kind === 'true' || node.kind === 'false' ? node.kind === 'true' : expected('bool', node)
  if (type === 'float64') return typedNumber(node, (number) => number.float) ?? expected('float', node)
  if (type === 'complex128') return typedNumber(node, complexOf) ?? expected('complex', node)
  if (isIntType(type)) return integerLiteral(node, type as IntKind)
  return { complaint: `can't handle ${describeNode(node)} for arg of type ${type}` }
}

function nilFor(type: string): Slot | Complaint {
  if (type === RAW) return undefined
  return canBeNil(type) ? null : { complaint: `cannot assign nil to ${type}` }
}

function integerLiteral(node: OperandNode, type: IntKind): Slot | Complaint {
  const unsigned = type.startsWith('u')
  const number = typedNumber(node, (found) => (unsigned ? found.uint : found.int))
  return number === undefined ? expected(unsigned ? 'unsigned integer' : 'integer', node) : int(number, type)
}

function typedNumber<T>(node: OperandNode, read: (node: NumberNode) => T | undefined): T | undefined {
  return node.kind === 'number' ? read(node) : undefined
}

function expected(what: string, node: OperandNode): Complaint {
  return { complaint: `expected ${what}; found ${describeNode(node)}` }
}

/** A literal with no type asked of it. */
export function freeLiteral(node: OperandNode): Slot | Complaint {
  switch (node.kind) {
    case 'true':
    case 'false':
      return node.kind === 'true'
    case 'string':
      return node.text
    case 'number':
      return idealConstant(node)
    default:
      return { complaint: `can't handle assignment of ${describeNode(node)} to empty interface argument` }
  }
}

/** Go's ideal constants: how the number is written decides its type. */
function idealConstant(node: NumberNode): Value | Complaint {
  const { text } = node
  if (node.complex !== undefined) return complexOf(node) as Complex
  const hexInt = /^0[xX]./.test(text) && !/[pP]/.test(text)
  if (node.float !== undefined && !hexInt && !text.startsWith("'") && /[.eEpP]/.test(text)) return node.float
  if (node.int !== undefined) return int(node.int)
  return { complaint: `${text} overflows int` }
}

function complexOf(node: NumberNode): Complex | undefined {
  return node.complex === undefined ? undefined : new Complex(node.complex[0], node.complex[1])
}
