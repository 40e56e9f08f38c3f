import { additionalOf, type Schema } from '#kube'
import { declare, withMetadata } from '../cel/declare.ts'
import { escapeName } from '../cel/escape.ts'
import { type CompiledRule, compileRules } from './rules.ts'

/** The levels of a schema that have rules at or below them. */
export interface RuleTree {
  /** As expressions see it: with the metadata that whole objects have. */
  readonly schema: Schema
  readonly rules: readonly CompiledRule[]
  readonly properties: ReadonlyMap<string, RuleTree>
  readonly items?: RuleTree
  readonly additional?: RuleTree
}

/** The rules of a schema; undefined for one without any. A field that expressions cannot see is left out. */
export function ruleTreeOf(schema: Schema, isResource: boolean): RuleTree | undefined {
  if (!hasRules(schema)) return undefined
  const type = declare(schema, { isResource })?.type
  if (type === undefined) return undefined
  const items = schema.items && treeBelow(schema.items)
  const values = additionalOf(schema)
  const additional = values && treeBelow(values)
  return {
    schema: isResource ? withMetadata(schema) : schema,
    rules: compileRules(schema, type),
    properties: propertiesOf(schema),
    ...(items !== undefined && { items }),
    ...(additional !== undefined && { additional }),
  }
}

/** Whether a schema has rules anywhere. */
export function hasRules(schema: Schema): boolean {
  if ((schema['x-kubernetes-validations'] ?? []).length > 0) return true
  const values = additionalOf(schema)
  return (
    (schema.items !== undefined && hasRules(schema.items)) ||
    (values !== undefined && hasRules(values)) ||
    Object.values(schema.properties ?? {}).some(hasRules)
  )
}

function treeBelow(schema: Schema): RuleTree | undefined {
  return ruleTreeOf(schema, schema['x-kubernetes-embedded-resource'] === true)
}

function propertiesOf(schema: Schema): ReadonlyMap<string, RuleTree> {
  const trees = new Map<string, RuleTree>()
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const tree = escapeName(key) === undefined ? undefined : treeBelow(property)
    if (tree !== undefined) trees.set(key, tree)
  }
  return trees
}
