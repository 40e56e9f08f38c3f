import type { Json } from '../patch/json.ts'
import { canonicalQuantity, parseQuantity, quantityMessage } from '../quantity/door.ts'
import { goNumber } from '../status/print-finding.ts'
import { DecodeError } from './error.ts'
import { goTypeOf } from './go-type.ts'
import { readTime } from './read-time.ts'
import type { Schema } from './schema.ts'

/** Where a value stands: the struct and the path of its field in Go, and its path in the document. */
export interface Place {
  readonly struct: string
  readonly field: string
  readonly path: string
  readonly unknown: string[]
}

/** Decodes what is neither map nor list; throws `type`. */
export function decodeScalar(schema: Schema, value: Json, place: Place): Json {
  const { type, typeName } = schema
  if (typeName?.endsWith('.Quantity') === true) return decodeQuantity(value)
  if (schema['x-kubernetes-int-or-string'] === true) {
    return typeof value === 'string' ? value : decodeInteger(schema, value, place)
  }
  if (type === 'string') return decodeText(schema, value, place)
  if (type === 'integer') return decodeInteger(schema, value, place)
  if (type === 'boolean') return typeof value === 'boolean' ? value : failType(value, schema, place)
  if (type === 'number') return typeof value === 'number' ? value : failType(value, schema, place)
  return value
}

/** Throws that a value cannot be what its field is. */
export function failType(value: Json, schema: Schema, { struct, field }: Place): never {
  const type = goTypeOf(schema)
  const into = field === '' ? `Go value of type ${type}` : `Go struct field ${struct}.${field} of type ${type}`
  throw new DecodeError('type', `json: cannot unmarshal ${wordOf(value, schema)} into ${into}`)
}

/** A number that is no integer is told with its digits. */
function wordOf(value: Json, schema: Schema): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  const isTold = schema.type === 'integer' || schema['x-kubernetes-int-or-string'] === true
  if (typeof value === 'number' && isTold) return `number ${goNumber(value)}`
  return typeof value
}

const INT32_MIN = -(2 ** 31)
const INT32_MAX = 2 ** 31 - 1
const INT64_EDGE = 2 ** 63

function decodeInteger(schema: Schema, value: Json, place: Place): Json {
  if (typeof value !== 'number' || !Number.isInteger(value)) return failType(value, schema, place)
  const isWide = schema.format !== 'int32' && schema['x-kubernetes-int-or-string'] !== true
  const fits = isWide ? Math.abs(value) < INT64_EDGE : value >= INT32_MIN && value <= INT32_MAX
  return fits ? value : failType(value, schema, place)
}

function decodeText(schema: Schema, value: Json, place: Place): Json {
  if (typeof value !== 'string') {
    // Times are read as texts before they are looked at.
    return failType(value, schema.format === 'date-time' ? { type: 'string' } : schema, place)
  }
  if (schema.format === 'date-time') return readTime(value, schema.typeName?.endsWith('.MicroTime') === true)
  if (schema.format === 'byte') checkBase64(value)
  return value
}

function decodeQuantity(value: Json): Json {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || parseQuantity(text) === undefined) throw new DecodeError('type', quantityMessage)
  return canonicalQuantity(text)
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function checkBase64(text: string): void {
  if (BASE64.test(text)) return
  const plain = text.replace(/[\r\n]/g, '')
  if (BASE64.test(plain)) return
  const bad = /[^A-Za-z0-9+/\r\n]/.exec(text)
  const groups = plain.replace(/=+$/, '')
  const isPadding = bad?.[0] === '=' && groups.length % 4 > 1 && bad.index >= text.length - 2
  const at = bad === null || isPadding ? groups.length - (groups.length % 4) : bad.index
  throw new DecodeError('type', `illegal base64 data at input byte ${at}`)
}
