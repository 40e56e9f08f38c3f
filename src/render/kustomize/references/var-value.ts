import { formatFloat } from '#template'
import { isLiteral, type Json, type Literal } from '../resource/json.ts'

/** What a var stands for: a value that keeps its type where the reference stands alone, and its text within a text. */
export interface VarValue {
  readonly json: Json
  readonly text: string
}

/**
 * A scalar as the value of a var; undefined for a map or list, which have none, and `unreadable` for a number in a
 * notation that the reference does not take here, such as `0x1F`.
 */
export function varValueOf(value: Json): VarValue | 'unreadable' | undefined {
  if (typeof value === 'string') return { json: value, text: value }
  if (value === null) return { json: 'null', text: 'null' }
  if (typeof value === 'boolean') return { json: value, text: String(value) }
  if (typeof value === 'number') return { json: value, text: numberText(value) }
  if (isLiteral(value)) return literalValue(value)
  return undefined
}

function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? String(value) : formatFloat(value, 'g')
}

const INTEGER = /^[-+]?\d+$/
const FLOAT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/
const PREFIXED = /^[-+]?0[xXoObB]/

// What is written as a whole number is read as decimal, whatever zeros it starts with.
function literalValue(literal: Literal): VarValue | 'unreadable' {
  const { text, value } = literal
  if (value === null || typeof value === 'string') return { json: text, text }
  if (typeof value === 'boolean') return { json: value, text: String(value) }
  if (INTEGER.test(text)) return wholeNumber(literal)
  if (PREFIXED.test(text) || !FLOAT.test(text)) return 'unreadable'
  return { json: Number(text), text: formatFloat(Number(text), 'g') }
}

const MAX_INT64 = 2n ** 63n

function wholeNumber(literal: Literal): VarValue | 'unreadable' {
  const exact = BigInt(literal.text.replace('+', ''))
  if (exact >= MAX_INT64 || exact < -MAX_INT64) return 'unreadable'
  const json = Number.isSafeInteger(Number(exact)) ? Number(exact) : literal
  return { json, text: String(exact) }
}
