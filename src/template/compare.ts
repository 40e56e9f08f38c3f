import { compareStrings } from './bytes.ts'
import { printed, sprintf } from './printf.ts'
import { goKind, goTypeName } from './types.ts'
import { Complex, GoObject, Int, type Value } from './value.ts'

/** An argument of a builtin: undefined is Go's invalid value, null a nil interface; both compare as nil. */
type Operand = Value | undefined

type BasicKind = 'bool' | 'complex' | 'int' | 'float' | 'string' | 'uint' | undefined

/** `eq`: whether the first equals any of the others. Throws `Error` with Go's text. */
export function equalsAny(first: Operand, others: readonly Operand[]): boolean {
  if (others.length === 0) throw new Error('missing argument for comparison')
  for (const other of others) if (equals(first ?? undefined, other ?? undefined)) return true
  return false
}

/** `lt`. Throws `Error` with Go's text. */
export function isLess(left: Operand, right: Operand): boolean {
  const leftKind = requireKind(left)
  const rightKind = requireKind(right)
  if (left instanceof Int && right instanceof Int) return left.value < right.value
  if (leftKind !== rightKind) throw incompatible(left, right)
  if (leftKind === 'bool' || leftKind === 'complex') throw new Error('invalid type for comparison')
  if (leftKind === 'string') return compareStrings(left as string, right as string) < 0
  return (left as number) < (right as number)
}

function requireKind(value: Operand): BasicKind {
  const kind = basicKind(value)
  if (kind === undefined) throw new Error('invalid type for comparison')
  return kind
}

function basicKind(value: Operand): BasicKind {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'float'
    case 'boolean':
      return 'bool'
    default:
      break
  }
  if (value instanceof Int) return value.kind.startsWith('u') ? 'uint' : 'int'
  return value instanceof Complex ? 'complex' : undefined
}

function equals(left: Operand, right: Operand): boolean {
  if (left instanceof Int && right instanceof Int) return left.value === right.value
  const kind = basicKind(left)
  if (kind !== basicKind(right)) {
    if (left !== undefined && right !== undefined) throw incompatible(left, right)
    return false
  }
  if (kind === undefined) return equalsOther(left, right)
  if (kind !== 'complex') return left === right
  const [a, b] = [left as Complex, right as Complex]
  return a.real === b.real && a.imaginary === b.imaginary
}

function equalsOther(left: Operand, right: Operand): boolean {
  if (left === undefined || right === undefined) return left === right
  if (goKind(left) !== goKind(right)) {
    throw new Error(
      `non-comparable types ${sprintf('%s', [left])}: ${goTypeName(left)}, ${goTypeName(right)}: ${printed(right)}`,
    )
  }
  if (!isComparable(right)) throw new Error(`non-comparable type ${sprintf('%s', [right])}: ${goTypeName(right)}`)
  if (left === right) return true
  if (goTypeName(left) !== goTypeName(right) || !(left instanceof GoObject) || left.goKind !== 'struct') return false
  return sameFields(left, right as GoObject)
}

function incompatible(left: Operand, right: Operand): Error {
  return new Error(`incompatible types for comparison: ${goTypeName(left)} and ${goTypeName(right)}`)
}

function sameFields(left: GoObject, right: GoObject): boolean {
  const others = right.fields()
  if (left.goString() !== right.goString()) return false
  for (const [name, value] of left.fields())
    if (!equals(value ?? undefined, others.get(name) ?? undefined)) return false
  return true
}

function isComparable(value: Value): boolean {
  return value instanceof GoObject && !['map', 'slice', 'func'].includes(value.goKind)
}
