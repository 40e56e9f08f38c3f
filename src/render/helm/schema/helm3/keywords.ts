import { isObject, type Json, type JsonObject, member, sortedKeys } from '../json.ts'
import { compareNumbers, isNumber, type JsonNumber, smallInteger } from '../number.ts'
import { compilePattern, type Pattern } from '../regexp.ts'
import { canonicalJson } from './canonical.ts'
import { hasDraft, type Keyword, type Node, refuse, refuseType } from './node.ts'

const TYPES = ['array', 'boolean', 'integer', 'number', 'null', 'object', 'string']

const types: Keyword = (schema, node) => {
  const value = member(schema, 'type')
  if (value === undefined) return
  const list = typeof value === 'string' ? [value] : value
  if (!Array.isArray(list)) refuseType('string/array of strings', 'type')
  for (const name of list) {
    if (typeof name !== 'string') refuseType('string/array of strings', 'type')
    if (!TYPES.includes(name)) {
      refuse(
        `has a primitive type that is NOT VALID -- given: /${name}/ Expected valid values are:[${TYPES.join(' ')}]`,
      )
    }
    if (node.types.includes(name)) refuse(`${name} type is duplicated`)
    node.types.push(name)
  }
}

const multipleOf: Keyword = (schema, node) => {
  const value = member(schema, 'multipleOf')
  if (value === undefined) return
  if (!isNumber(value)) refuseType('number', 'multipleOf')
  if (compareNumbers(value, 0) <= 0) refuse('multipleOf must be strictly greater than 0')
  node.multipleOf = value
}

type Bound = 'minimum' | 'maximum'

function bound(key: Bound): Keyword {
  const exclusive = key === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum'
  return (schema, node) => {
    const value = member(schema, key)
    if (value !== undefined && !isNumber(value)) refuse(`${key} must be of a number`)
    if (value !== undefined) node[key] = value
    const open = member(schema, exclusive)
    if (open !== undefined) setExclusive(node, { key, exclusive, open })
  }
}

interface Exclusive {
  readonly key: Bound
  readonly exclusive: 'exclusiveMinimum' | 'exclusiveMaximum'
  readonly open: Json
}

function setExclusive(node: Node, { key, exclusive, open }: Exclusive): void {
  const asFlag = node.draft === 4 || node.draft === 'hybrid'
  if (asFlag && typeof open === 'boolean') {
    const limit: JsonNumber | undefined = node[key]
    if (limit === undefined) refuse(`${exclusive} cannot be used without ${key}`)
    if (!open) return
    node[exclusive] = limit
    delete node[key]
  } else if (node.draft !== 4 && isNumber(open)) node[exclusive] = open
  else refuseType(node.draft === 4 ? 'boolean' : node.draft === 'hybrid' ? 'boolean/number' : 'number', exclusive)
}

type Count = 'minLength' | 'maxLength' | 'minProperties' | 'maxProperties' | 'minItems' | 'maxItems'

function count(key: Count): Keyword {
  return (schema, node) => {
    const value = member(schema, key)
    if (value === undefined) return
    const integer = smallInteger(value)
    if (integer === undefined) refuse(`${key} must be of an integer`)
    if (integer < 0) refuse(`${key} must be greater than or equal to 0`)
    node[key] = integer
  }
}

function ordered(low: Count, high: Count): Keyword {
  return (_schema, node) => {
    if ((node[low] ?? 0) > (node[high] ?? Number.POSITIVE_INFINITY)) refuse(`${low} cannot be greater than ${high}`)
  }
}

const pattern: Keyword = (schema, node) => {
  const value = member(schema, 'pattern')
  if (value === undefined) return
  if (typeof value !== 'string') refuse('pattern must be of a string')
  node.pattern = patternOr(value, 'pattern must be a valid regex')
}

/** A compiled pattern, or the engine's own text in place of Go's. */
export function patternOr(source: string, message: string): Pattern {
  try {
    return compilePattern(source)
  } catch {
    refuse(message)
  }
}

const format: Keyword = (schema, node) => {
  const value = member(schema, 'format')
  if (value === undefined) return
  if (typeof value !== 'string') refuse('format must be of type string')
  node.format = value
}

const required: Keyword = (schema, node) => {
  const value = member(schema, 'required')
  if (value === undefined) return
  if (!Array.isArray(value)) refuse('required must be of an array')
  const seen = new Set<string>()
  for (const name of value) {
    if (typeof name !== 'string') refuse('required items must be string')
    if (seen.has(name)) refuse('required items must be unique')
    seen.add(name)
  }
  node.required = [...seen]
}

const uniqueItems: Keyword = (schema, node) => {
  const value = member(schema, 'uniqueItems')
  if (value === undefined) return
  if (typeof value !== 'boolean') refuse('uniqueItems must be of a boolean')
  node.uniqueItems = value
}

const constant: Keyword = (schema, node) => {
  const value = member(schema, 'const')
  if (value !== undefined && hasDraft(node, 6)) node.constant = canonicalJson(value)
}

const enumeration: Keyword = (schema, node) => {
  const value = member(schema, 'enum')
  if (value === undefined) return
  if (!Array.isArray(value)) refuse('enum must be of an array')
  const seen = new Set<string>()
  for (const item of value) {
    const text = canonicalJson(item)
    if (seen.has(text)) refuse('enum items must be unique')
    seen.add(text)
  }
  node.enum = [...seen]
}

/** Title and the like: only their type is looked at. */
export const annotations: Keyword = (schema) => {
  for (const key of ['title', 'description', '$ref']) {
    const value = member(schema, key)
    if (value !== undefined && typeof value !== 'string') refuseType('string', key)
  }
}

/** `definitions`: compiled although nothing may use them, since an error in one is an error of the schema. */
export const definitions: Keyword = (schema, node, context) => {
  const value = member(schema, 'definitions')
  if (value === undefined) return
  if (typeof value === 'boolean') {
    refuse('unable to validate schema: interface conversion: interface {} is bool, not map[string]interface {}')
  }
  if (!isObject(value)) refuseType('array of schemas', 'definitions')
  for (const key of sortedKeys(value)) {
    const child = value[key] as Json
    if (!isSchema(child)) refuseType('array of schemas', 'definitions')
    context.compile(child, node)
  }
}

/** Whether a value can be a schema at all. */
export function isSchema(value: Json): value is JsonObject | boolean {
  return typeof value === 'boolean' || isObject(value)
}

/** Keywords without sub-schemas, split where sub-schemas come in between: the first error found is the one told. */
export const firstAssertions: readonly Keyword[] = [types]
/** See `firstAssertions`. */
export const middleAssertions: readonly Keyword[] = [
  multipleOf,
  bound('minimum'),
  bound('maximum'),
  count('minLength'),
  count('maxLength'),
  ordered('minLength', 'maxLength'),
  pattern,
  format,
  count('minProperties'),
  count('maxProperties'),
  ordered('minProperties', 'maxProperties'),
  required,
  count('minItems'),
  count('maxItems'),
  uniqueItems,
]
/** See `firstAssertions`. */
export const lastAssertions: readonly Keyword[] = [constant, enumeration]
