import { plainScalar } from '../fields/scalar.ts'
import { isLiteral, type Json, Literal } from '../resource/json.ts'

/** A text that is not of the type of the field that it was put in. */
export interface Mistyped {
  readonly literal: Literal
  /** What the reference says of it when it prints the object. */
  readonly message: string
  readonly hint: string
}

const fieldTags = new WeakMap<Literal, Tag>()

/** A text as it stands without quotes and without a type; nothing at all is null. */
export function untypedScalar(text: string): Json {
  return text === '' ? new Literal('', null) : plainScalar(text)
}

/**
 * A scalar with another text and its own type, as the reference writes it: a text takes any, a number only a number. What
 * does not fit is reported and kept, since a later replacement may put it right.
 */
export function withTextOfType(old: Json, text: string, report: (mistyped: Mistyped) => void): Json {
  if (typeof old === 'string') return text
  const value = untypedScalar(text)
  const [expected, actual] = [tagOf(old), tagOf(value)]
  if (expected === actual || (expected === 'float' && actual === 'int')) return value
  const literal = new Literal(text, text)
  fieldTags.set(literal, expected)
  const message = `map[string]interface {}(nil): yaml: cannot decode !!${actual} \`${text}\` as a !!${expected}`
  report({ literal, message, hint: `the field holds a ${NAMES[expected]}` })
  return literal
}

type Tag = 'str' | 'null' | 'bool' | 'int' | 'float' | 'timestamp'

const NAMES: Readonly<Record<Tag, string>> = {
  str: 'text',
  null: 'null',
  bool: 'truth value',
  int: 'whole number',
  float: 'number',
  timestamp: 'date',
}

function tagOf(value: Json): Tag {
  if (isLiteral(value)) return fieldTags.get(value) ?? boxedTag(value)
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return 'str'
}

function boxedTag({ text, value }: Literal): Tag {
  if (typeof value === 'string') return 'timestamp'
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'bigint' || /^[-+]?(?:0[xob][\da-f_]+|[\d_]+)$/i.test(text) ? 'int' : 'float'
}
