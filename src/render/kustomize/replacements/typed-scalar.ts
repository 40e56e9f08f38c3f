import { KustomizeError } from '../error.ts'
import { plainScalar } from '../fields/scalar.ts'
import { isLiteral, type Json } from '../resource/json.ts'

/**
 * A scalar with another text and its own type, as the reference writes it: a text takes any, a number only a number.
 * Throws `bad-value` with what the reference says when it prints the object.
 */
export function withTextOfType(old: Json, text: string): Json {
  if (typeof old === 'string') return text
  const value = plainScalar(text)
  const [expected, actual] = [tagOf(old), tagOf(value)]
  if (expected === actual || (expected === 'float' && actual === 'int')) return value
  const message = `map[string]interface {}(nil): yaml: cannot decode !!${actual} \`${text}\` as a !!${expected}`
  throw new KustomizeError({ code: 'bad-value', message, hint: `the field holds a ${NAMES[expected]}` })
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
  if (isLiteral(value)) return boxedTag(value.text, value.value)
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return 'str'
}

function boxedTag(text: string, value: number | bigint | boolean | null | string): Tag {
  if (typeof value === 'string') return 'timestamp'
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'bigint' || /^[-+]?(?:0[xob][\da-f_]+|[\d_]+)$/i.test(text) ? 'int' : 'float'
}
