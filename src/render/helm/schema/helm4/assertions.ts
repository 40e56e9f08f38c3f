import { isObject, type Json, type JsonObject, member } from '../json.ts'
import { isNumber, type JsonNumber, smallInteger } from '../number.ts'
import type { Pattern } from '../regexp.ts'
import type { Schema } from './schema.ts'

type Compile = (key: string, source: string) => Pattern

const COUNTS = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const satisfies readonly (keyof Schema)[]

/** Fills in the keywords without sub-schemas. `compile` throws `SchemaError` for a bad pattern. */
export function assertions(source: JsonObject, schema: Schema, hasFormat: boolean, compile: Compile): void {
  types(source, schema)
  bounds(source, schema)
  for (const key of COUNTS) setCount(source, schema, key)
  const list = member(source, 'enum')
  if (Array.isArray(list)) schema.enum = list
  const required = member(source, 'required')
  if (Array.isArray(required)) schema.required = required.filter((item) => typeof item === 'string')
  schema.uniqueItems = member(source, 'uniqueItems') === true
  const pattern = member(source, 'pattern')
  if (typeof pattern === 'string') schema.pattern = compile('pattern', pattern)
  const format = member(source, 'format')
  if (hasFormat && typeof format === 'string') schema.format = format
  if (schema.draft >= 6 && Object.hasOwn(source, 'const')) schema.constant = { value: source['const'] as Json }
  if (schema.draft >= 2019) since2019(source, schema)
}

type CountKey = (typeof COUNTS)[number] | 'minContains' | 'maxContains'

function setCount(source: JsonObject, schema: Schema, key: CountKey): void {
  const count = smallInteger(member(source, key))
  if (count !== undefined) schema[key] = count
}

/** In the order in which messages name them. */
const TYPES = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object']

function types(source: JsonObject, schema: Schema): void {
  const value = member(source, 'type')
  const list = Array.isArray(value) ? value : [value]
  const known = TYPES.filter((name) => list.includes(name))
  if (known.length > 0) schema.types = known
}

function bounds(source: JsonObject, schema: Schema): void {
  const number = (key: string): JsonNumber | undefined => {
    const value = member(source, key)
    return isNumber(value) ? value : undefined
  }
  const multiple = number('multipleOf')
  if (multiple !== undefined) schema.multipleOf = multiple
  for (const [key, exclusive] of [['minimum', 'exclusiveMinimum'] as const, ['maximum', 'exclusiveMaximum'] as const]) {
    const limit = number(key)
    const isOpen = member(source, exclusive) === true
    const open = isOpen ? limit : number(exclusive)
    if (limit !== undefined && !isOpen) schema[key] = limit
    if (open !== undefined) schema[exclusive] = open
  }
}

function since2019(source: JsonObject, schema: Schema): void {
  if (schema.contains !== undefined) {
    setCount(source, schema, 'minContains')
    setCount(source, schema, 'maxContains')
  }
  const dependents = member(source, 'dependentRequired')
  if (!isObject(dependents)) return
  const rows: [string, string[]][] = []
  for (const key of Object.keys(dependents).sort()) {
    const needs = dependents[key]
    if (Array.isArray(needs)) rows.push([key, needs.filter((item) => typeof item === 'string')])
  }
  schema.dependentRequired = rows
}
