import { isObject, type Json, member, sortedKeys } from '../json.ts'
import { isSchema, patternOr } from './keywords.ts'
import { type Context, hasDraft, type Keyword, type Node, refuse, refuseType } from './node.ts'

const properties: Keyword = (schema, node, context) => {
  const value = member(schema, 'properties')
  if (value === undefined) return
  if (!isObject(value)) refuse('properties must be of type object')
  for (const key of sortedKeys(value)) node.properties.push([key, context.compile(value[key] as Json, node)])
}

function additional(key: 'additionalProperties' | 'additionalItems'): Keyword {
  return (schema, node, context) => {
    const value = member(schema, key)
    if (value === undefined) return
    if (typeof value === 'boolean') node[key] = value
    else if (isObject(value)) node[key] = context.compile(value, node)
    else refuseType('boolean/valid schema', key)
  }
}

const patternProperties: Keyword = (schema, node, context) => {
  const value = member(schema, 'patternProperties')
  if (value === undefined) return
  if (!isObject(value)) refuseType('valid schema', 'patternProperties')
  for (const key of sortedKeys(value)) {
    const pattern = patternOr(key, `Invalid regex pattern '${key}'`)
    node.patternProperties.push([pattern, context.compile(value[key] as Json, node)])
  }
}

const propertyNames: Keyword = (schema, node, context) => {
  const value = member(schema, 'propertyNames')
  if (value === undefined || !hasDraft(node, 6)) return
  if (!isSchema(value)) refuseType('valid schema', 'patternProperties')
  node.propertyNames = context.compile(value, node)
}

const dependencies: Keyword = (schema, node, context) => {
  const value = member(schema, 'dependencies')
  if (value === undefined) return
  if (!isObject(value)) refuse('dependencies must be of type object')
  for (const key of sortedKeys(value)) node.dependencies.push([key, dependency(value[key] as Json, node, context)])
}

function dependency(value: Json, node: Node, context: Context): readonly string[] | Node {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value as string[]
  if (!isSchema(value)) refuse('dependency must be of type schema or array of strings')
  return context.compile(value, node)
}

const items: Keyword = (schema, node, context) => {
  const value = member(schema, 'items')
  if (value === undefined) return
  const wrong = (): never => refuseType('valid schema/array of schemas', 'items')
  if (Array.isArray(value)) {
    node.items = value.map((item) => (isSchema(item) ? context.compile(item, node) : wrong()))
  } else node.items = isSchema(value) ? context.compile(value, node) : wrong()
}

const contains: Keyword = (schema, node, context) => {
  const value = member(schema, 'contains')
  if (value !== undefined && hasDraft(node, 6)) node.contains = context.compile(value, node)
}

function several(key: 'oneOf' | 'anyOf' | 'allOf'): Keyword {
  return (schema, node, context) => {
    const value = member(schema, key)
    if (value === undefined) return
    if (!Array.isArray(value)) refuse(`${key === 'allOf' ? 'anyOf' : key} must be of an array`)
    node[key] = value.map((item) => context.compile(item, node))
  }
}

function single(key: 'not' | 'if' | 'then' | 'else'): Keyword {
  return (schema, node, context) => {
    const value = member(schema, key)
    if (value === undefined || (key !== 'not' && !hasDraft(node, 7))) return
    if (!isSchema(value)) refuse(`${key} must be of an object`)
    node[key] = context.compile(value, node)
  }
}

/** Keywords with sub-schemas, in the order in which they are read. */
export const firstApplicators: readonly Keyword[] = [
  properties,
  additional('additionalProperties'),
  patternProperties,
  propertyNames,
  dependencies,
  items,
  additional('additionalItems'),
]
/** See `firstApplicators`. */
export const middleApplicators: readonly Keyword[] = [contains]
/** See `firstApplicators`. */
export const lastApplicators: readonly Keyword[] = [
  several('oneOf'),
  several('anyOf'),
  several('allOf'),
  single('not'),
  single('if'),
  single('then'),
  single('else'),
]
