import type { Chart } from '#source'
import type { Value } from '#template'
import { loadTree, objectOf, type YamlEntry, type YamlNode } from '#yaml'
import { analyseUsage, templateTexts } from './analyse.ts'
import { type Comments, readComments } from './comments.ts'
import { isSchema, mergeDeclared, rebased, type Schema } from './declared.ts'
import type { TypeHint, UsageNode } from './usage.ts'

const DRAFT = 'https://json-schema.org/draft/2020-12/schema'

/**
 * The JSON Schema (2020-12) of a chart's values: types and defaults of values.yaml with the descriptions of its
 * comments, values that only templates know, subcharts under their names, values.schema.json on top of it all.
 */
export function inferSchema(chart: Chart): Schema {
  const usage = chart.metadata.engine === 'nunjucks' ? undefined : analyseUsage(chart, templateTexts(chart.values)).root
  const body = chartSchema(chart, usage, '')
  const { name, description } = chart.metadata
  const declared = typeof body['description'] === 'string' ? body['description'] : description
  const head: Schema = { $schema: DRAFT, title: name, ...(declared && { description: declared }) }
  return { ...head, ...body, $schema: DRAFT }
}

function chartSchema(chart: Chart, usage: UsageNode | undefined, base: string): Schema {
  let schema = subchartSchemas(chart, usage, base)
  const own = overlay(schema, valuesSchema(chart))
  schema = usage === undefined ? own : withUsed(own, usage)
  const declared = declaredSchema(chart)
  return declared === undefined ? schema : mergeDeclared(schema, rebasedRoot(declared, base))
}

function rebasedRoot(declared: Schema, base: string): Schema {
  if (base !== '') return rebased(declared, base) as Schema
  const { $schema: _draft, ...rest } = declared
  return rest
}

function declaredSchema({ schema }: Chart): Schema | undefined {
  try {
    const parsed: unknown = schema && JSON.parse(new TextDecoder().decode(schema))
    return isSchema(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/** An object with a property for each subchart, under each of its names. */
function subchartSchemas(chart: Chart, usage: UsageNode | undefined, base: string): Schema {
  const properties: Schema = {}
  for (const sub of chart.dependencies) {
    const entries = (chart.metadata.dependencies ?? []).filter(({ name }) => name === sub.metadata.name)
    const names = entries.length === 0 ? [sub.metadata.name] : entries.map(({ name, alias }) => alias || name)
    for (const name of names) {
      const below = `${base}/properties/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      const inner = chartSchema(sub, usage?.children.get(name), below)
      const { description } = sub.metadata
      properties[name] = description && !('description' in inner) ? { description, ...inner } : inner
    }
  }
  return { type: 'object', properties }
}

function valuesSchema({ raw }: Chart): Schema {
  const file = raw.find(({ name }) => name === 'values.yaml')
  const text = file === undefined ? '' : new TextDecoder().decode(file.data)
  const { entries = [] } = loadTree(text)
  const { default: _empty, ...schema } = mappingSchema(entries, [], readComments(text))
  return { ...schema, type: 'object', properties: schema['properties'] ?? {} }
}

function nodeSchema(node: YamlNode, path: readonly string[], comments: Comments): Schema {
  if (node.entries !== undefined) return mappingSchema(node.entries, path, comments)
  if (node.items !== undefined) return listSchema(node, path, comments)
  return scalarSchema(node.value as Value)
}

function mappingSchema(entries: readonly YamlEntry[], path: readonly string[], comments: Comments): Schema {
  const properties: Schema = {}
  for (const { key, node, position } of entries) {
    const own = [...path, key]
    const description = comments.describe(own, position.line)
    const schema = nodeSchema(node, own, comments)
    properties[key] = description === undefined ? schema : { description, ...schema }
  }
  return entries.length === 0 ? { type: 'object', default: {} } : { type: 'object', properties }
}

function listSchema({ items = [], value }: YamlNode, path: readonly string[], comments: Comments): Schema {
  const silent: Comments = { describe: () => undefined }
  const kinds = items.map((item) => nodeSchema(item, path, items.length === 1 ? comments : silent))
  const types = new Set(kinds.map(({ type }) => type))
  const [type] = types
  const common = types.size === 1 && typeof type === 'string' ? { items: { type } } : {}
  return { type: 'array', ...common, default: objectOf(value) }
}

function scalarSchema(value: Value): Schema {
  if (value === null) return { default: null }
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number', default: value }
  return { type: typeof value, default: value }
}

/** `over` on top of `base`, object by object. */
function overlay(base: Schema, over: Schema): Schema {
  const { properties: below } = base
  const { properties: above } = over
  if (!isSchema(below) || Object.keys(below).length === 0) return over
  const properties: Schema = { ...below }
  for (const [name, schema] of Object.entries(isSchema(above) ? above : {})) {
    const known = Object.hasOwn(below, name) ? below[name] : undefined
    properties[name] = isSchema(known) && isSchema(schema) ? overlay(known, schema) : schema
  }
  const { default: value, ...rest } = over
  return { ...base, ...rest, ...(value === null && orNull('object')), properties }
}

const TYPES: Readonly<Record<TypeHint, string>> = {
  integer: 'integer',
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  list: 'array',
  map: 'object',
}

/** Adds what templates read and values.yaml does not name; they also say what a null default stands for. */
function withUsed(schema: Schema, usage: UsageNode): Schema {
  const names = [...usage.children].filter(([name, node]) => name !== '*' && isCertain(node))
  if (names.length === 0 || isOther(schema['type'])) return schema
  const known = isSchema(schema['properties']) ? schema['properties'] : {}
  const properties: Schema = { ...known }
  for (const [name, node] of names.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const own = Object.hasOwn(known, name) ? known[name] : undefined
    properties[name] = withUsed(isSchema(own) ? withHint(own, node) : withHint({}, node), node)
  }
  return { ...schema, ...(schema['default'] === null ? orNull('object') : { type: 'object' }), properties }
}

/** A type that a null default has as well. */
function orNull(type: string): Schema {
  return { type: [type, 'null'] }
}

function isOther(type: unknown): boolean {
  return type !== undefined && type !== 'object' && !(Array.isArray(type) && type[0] === 'object')
}

function isCertain(node: UsageNode): boolean {
  if (node.isWritten) return false
  return node.first !== undefined || [...node.children].some(([name, child]) => name !== '*' && isCertain(child))
}

function withHint(schema: Schema, { hints }: UsageNode): Schema {
  const [hint] = hints
  if (hint === undefined || hints.size > 1 || 'type' in schema) return schema
  return { ...schema, ...(schema['default'] === null ? orNull(TYPES[hint]) : { type: TYPES[hint] }) }
}
