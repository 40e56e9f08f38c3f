import { additionalOf, type Finding, type JsonObject, type Schema } from '#kube'
import { declare } from '../../cel/declare.ts'
import { celLimits, maxCardinality } from '../../cel/environment.ts'
import { hasRules } from '../rule-tree.ts'
import { type CompiledRule, compileRules } from '../rules.ts'
import { goRule } from './go-schema.ts'

/** What is wrong with the CEL rules of a schema: they do not compile, or cost too much. `known` is found already: levels with faults in or below them are not looked at. */
export function findRuleFaults(schema: Schema, field: string, known: readonly Finding[]): readonly Finding[] {
  if (!hasRules(schema)) return []
  const check: Check = { known, findings: [], costs: [] }
  walk(schema, { field, isResource: true, cardinality: 1, uncorrelated: '' }, check)
  return [...check.findings, ...totalFaults(check, field)]
}

interface Check {
  readonly known: readonly Finding[]
  readonly findings: Finding[]
  readonly costs: { readonly field: string; readonly cost: number }[]
}

interface Level {
  readonly field: string
  readonly isResource: boolean
  /** How often values of this level can be there; undefined where nothing bounds it. */
  readonly cardinality: number | undefined
  /** The first list above whose items have no counterpart in the object before; empty where there is none. */
  readonly uncorrelated: string
}

function walk(schema: Schema, level: Level, check: Check): void {
  const { field } = level
  const below = { cardinality: times(level.cardinality, maxElements(schema)), uncorrelated: level.uncorrelated }
  const values = additionalOf(schema)
  if (values !== undefined) {
    walk(values, { ...below, field: `${field}.additionalProperties`, isResource: isObject(values) }, check)
  }
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    walk(property, { ...below, field: `${field}.properties[${key}]`, isResource: isObject(property) }, check)
  }
  if (schema.items !== undefined) {
    const isCorrelated = schema['x-kubernetes-list-type'] === 'map' || level.uncorrelated !== ''
    const uncorrelated = isCorrelated ? level.uncorrelated : field
    walk(schema.items, { ...below, uncorrelated, field: `${field}.items`, isResource: isObject(schema.items) }, check)
  }
  checkLevel(schema, level, check)
}

function isObject(schema: Schema): boolean {
  return schema['x-kubernetes-embedded-resource'] === true
}

function maxElements({ type, additionalProperties, maxProperties, maxItems }: Schema): number | undefined {
  if (type === 'array') return maxItems === undefined ? undefined : Math.max(maxItems, 0)
  if (type !== 'object' || additionalProperties === undefined) return 1
  return maxProperties === undefined ? undefined : Math.max(maxProperties, 0)
}

/** The largest number that Go's uint has: where products end. */
const maxCost = 2 ** 64

function times(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.min(a * b, maxCost)
}

function checkLevel(schema: Schema, level: Level, check: Check): void {
  if ((schema['x-kubernetes-validations'] ?? []).length === 0) return
  const { field, isResource } = level
  if (check.known.some((finding) => finding.field.startsWith(field))) return
  const type = declare(schema, { isResource })?.type
  if (type === undefined) {
    const why = 'failed to construct type information for x-kubernetes-validations rules'
    const detail = `internal error: ${why}: unable to convert structural schema to CEL declarations`
    check.findings.push({ field: `${field}.x-kubernetes-validations`, type: 'internal', detail })
    return
  }
  const often = level.cardinality ?? maxCardinality(schema)
  for (const [at, rule] of compileRules(schema, type).entries()) {
    checkRule(rule, { level, often, path: `${field}.x-kubernetes-validations[${at}]` }, check)
  }
}

interface RulePlace {
  readonly level: Level
  readonly often: number
  readonly path: string
}

function checkRule(compiled: CompiledRule, { level, often, path }: RulePlace, { findings, ...check }: Check): void {
  const { rule, program, fault, message, messageFault, usesOldSelf } = compiled
  const value = goRule(rule as unknown as JsonObject)
  const cost = Math.min((program?.cost.max ?? 0) * often, maxCost)
  if (cost > celLimits.estimatePerRule) {
    findings.push({ field: `${path}.rule`, type: 'forbidden', detail: costText('estimated rule cost', cost) })
  }
  observe(check, `${path}.rule`, cost)
  if (fault !== undefined) findings.push({ field: `${path}.rule`, type: 'invalid', value, detail: fault })
  if (messageFault !== undefined) {
    findings.push({ field: `${path}.messageExpression`, type: 'invalid', value, detail: messageFault })
  } else if (message !== undefined) {
    const { max } = message.cost
    if (max > celLimits.estimatePerRule) {
      const detail = costText('estimated messageExpression cost', max)
      findings.push({ field: `${path}.messageExpression`, type: 'forbidden', detail })
    }
    observe(check, `${path}.messageExpression`, max)
  }
  if (usesOldSelf && level.uncorrelated !== '') {
    const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${level.uncorrelated}`
    findings.push({ field: `${path}.rule`, type: 'invalid', value: rule.rule, detail })
  } else if (!usesOldSelf && rule.optionalOldSelf !== undefined) {
    const detail = 'may not be set if oldSelf is not used in rule'
    findings.push({ field: `${path}.optionalOldSelf`, type: 'invalid', value: rule.optionalOldSelf, detail })
  }
}

function observe(check: Pick<Check, 'costs'>, field: string, cost: number): void {
  check.costs.push({ field, cost })
}

/** The dearest rules are named, those of at least a hundredth of the whole. */
const named = 4

function totalFaults({ costs }: Check, field: string): readonly Finding[] {
  const limit = celLimits.estimatePerDefinition
  const total = costs.reduce((sum, { cost }) => Math.min(sum + cost, maxCost), 0)
  if (total <= limit) return []
  const detail = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema'
  const dear = costs
    .filter(({ cost }) => cost >= limit / 100)
    .sort((a, b) => b.cost - a.cost)
    .slice(0, named)
  const what = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema'
  return [
    ...dear.map((one): Finding => ({ field: one.field, type: 'forbidden', detail })),
    { field, type: 'forbidden', detail: costText(what, total, limit) },
  ]
}

function costText(what: string, cost: number, limit: number = celLimits.estimatePerRule): string {
  const factor = cost / limit
  const text = factor > 100 ? 'more than 100x' : `${factor.toFixed(factor < 1.5 ? 6 : 1)}x`
  const advice =
    'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared'
  return `${what} exceeds budget by factor of ${text} (${advice})`
}
