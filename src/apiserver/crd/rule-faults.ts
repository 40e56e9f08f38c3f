import { CelError, Meter, Optional, type Value } from '#cel'
import {
  correspondingItems,
  type Finding,
  fieldOf,
  goQuote,
  isMap,
  isUnchanged,
  type Json,
  type JsonObject,
  type KubeObject,
  type Schema,
  type ValidationRule,
} from '#kube'
import { celLimits, celValue } from '../cel/environment.ts'
import type { FindRuleFaults } from './instance-faults.ts'
import { hasRules, type RuleTree, ruleTreeOf } from './rule-tree.ts'
import type { CompiledRule } from './rules.ts'

/** The checks of the CEL rules in a schema; undefined for a schema without any. Compiled when first asked. */
export function findRulesOf(schema: Schema): FindRuleFaults | undefined {
  if (!hasRules(schema)) return undefined
  let tree: RuleTree | undefined
  return (object, old) => {
    tree ??= ruleTreeOf(schema, true)
    return tree === undefined ? [] : findRuleFaults(tree, object, old)
  }
}

/** What the rules of a schema find in an object; `old` is absent for a create (apiextensions cel.Validator). */
function findRuleFaults(tree: RuleTree, object: KubeObject, old: KubeObject | undefined): readonly Finding[] {
  const run: Run = { findings: [], left: celLimits.perValidation, isOver: false }
  const same = old === undefined ? {} : { here: { schema: tree.schema, value: object, old } }
  visit(tree, { path: '', value: object, same, ...(old !== undefined && { old }) }, run)
  return run.findings
}

/** One validation under way: what it found, what it may still cost, and whether it ended early. */
interface Run {
  readonly findings: Finding[]
  left: number
  isOver: boolean
}

/** A value with the one that it replaces. */
interface Pair {
  readonly schema: Schema
  readonly value: Json
  readonly old: Json | undefined
}

/** What does not change is not found fault with: this value, or the nearest one above that has a counterpart. */
interface Sameness {
  readonly here?: Pair
  readonly above?: Pair
}

interface Place {
  readonly path: string
  readonly value: Json
  /** The value before, for rules that compare. */
  readonly old?: Json
  readonly same: Sameness
}

function visit(tree: RuleTree, place: Place, run: Run): void {
  const { value } = place
  if (run.isOver || value === null) return
  runRules(tree, place, run)
  if (run.isOver) return
  if (Array.isArray(value)) visitItems(tree, value, place, run)
  else if (isMap(value)) visitFields(tree, value, place, run)
}

function visitItems({ items, schema }: RuleTree, list: readonly Json[], place: Place, run: Run): void {
  if (items === undefined) return
  const oldOf = correspondingItems(schema, place.old)
  const sameOf = correspondingItems(schema, place.same.here?.old)
  for (const [at, value] of list.entries()) {
    const old = oldOf?.(value)
    const { here } = place.same
    const pair = sameOf === undefined || here === undefined ? undefined : sameOf(value)
    const inner = pair === undefined ? undefined : { schema: items.schema, value, old: pair }
    const same = here === undefined ? place.same : { above: here, ...(inner !== undefined && { here: inner }) }
    visit(items, { path: `${place.path}[${at}]`, value, same, ...(old !== undefined && { old }) }, run)
  }
}

function visitFields({ properties, additional }: RuleTree, map: JsonObject, place: Place, run: Run): void {
  for (const key of Object.keys(map)) {
    if (additional !== undefined) {
      const path = `${place.path}[${key}]`
      visit(additional, fieldPlace(place, map, { key, path, schema: additional.schema }), run)
    }
    const tree = properties.get(key)
    const path = place.path === '' ? key : `${place.path}.${key}`
    if (tree !== undefined) visit(tree, fieldPlace(place, map, { key, path, schema: tree.schema }), run)
  }
}

interface Step {
  readonly key: string
  readonly path: string
  readonly schema: Schema
}

function fieldPlace({ old, same, path: above }: Place, map: JsonObject, { key, path, schema }: Step): Place {
  const value = map[key] ?? null
  const before = isMap(old) ? fieldOf(old, key) : undefined
  const next = { path, value, ...(before !== undefined && { old: before }) }
  const { here } = same
  if (here === undefined) return { ...next, same }
  // Both sides have the version that was asked for: nothing is to be learned from it.
  if (above === '' && (key === 'apiVersion' || key === 'kind')) return { ...next, same: {} }
  const counterpart = isMap(here.old) ? fieldOf(here.old, key) : undefined
  return { ...next, same: { above: here, here: { schema, value, old: counterpart } } }
}

function isSame({ here, above }: Sameness): boolean {
  const pair = here ?? above
  return pair?.old !== undefined && isUnchanged(pair.schema, pair.value, pair.old)
}

function runRules(tree: RuleTree, place: Place, run: Run): void {
  const { rules, schema } = tree
  if (rules.length === 0) return
  if (run.left <= 0) return end(run, place, schema, outOfBudget)
  const values = valuesOf(schema, place)
  for (const compiled of rules) {
    if (run.isOver) return
    if (compiled.fault !== undefined) tell(run, place, schema, `rule compile error: ${compiled.fault}`)
    else if (isAsked(compiled, place)) runRule(compiled, { schema, place, values }, run)
  }
}

const outOfBudget = 'validation failed due to running out of cost budget, no further validation rules will be run'

/** Rules that compare are asked only where there is something to compare with, unless they can do without. */
function isAsked({ usesOldSelf, rule, program }: CompiledRule, { old }: Place): boolean {
  return program !== undefined && (!usesOldSelf || (old ?? null) !== null || rule.optionalOldSelf === true)
}

interface Values {
  self(): Value
  oldSelf(isOptional: boolean): Value | undefined
}

/** Values are made when a rule asks for them. */
function valuesOf(schema: Schema, { value, old = null }: Place): Values {
  let self: Value | undefined
  return {
    self: () => (self ??= celValue(value, schema)),
    oldSelf: (isOptional) => {
      const before = old === null ? undefined : celValue(old, schema)
      return isOptional ? new Optional(before) : before
    },
  }
}

interface Asked {
  readonly schema: Schema
  readonly place: Place
  readonly values: Values
}

function runRule(compiled: CompiledRule, asked: Asked, run: Run): void {
  const { rule, program } = compiled
  const { schema, place } = asked
  if (program === undefined) return
  const meter = new Meter(celLimits.perCall)
  const isOptional = rule.optionalOldSelf === true
  const outcome = evaluate(() => program.run({ meter, variable: variableOf(asked.values, isOptional) }))
  if (meter.spent > run.left) return end(run, place, schema, outOfBudget)
  run.left -= meter.spent
  if (outcome === true) return
  if (outcome instanceof CelError) return tellFailure(outcome, rule, asked, run)
  tellFalse(compiled, asked, run)
}

function variableOf(values: Values, isOptional: boolean): (name: string) => Value | undefined {
  return (name) => (name === 'self' ? values.self() : name === 'oldSelf' ? values.oldSelf(isOptional) : undefined)
}

function evaluate(run: () => Value): Value | CelError {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof CelError) return cause
    throw cause
  }
}

function tellFailure(failure: CelError, rule: ValidationRule, { place, schema }: Asked, run: Run): void {
  const { message, code } = failure
  const what = textOf(rule)
  if (code === 'cost') {
    const why = 'no further validation rules will be run due to call cost exceeds limit for rule'
    return end(run, place, schema, `'${message}': ${why}: ${what}`)
  }
  if (message.startsWith('no such overload')) {
    const why = 'call arguments did not match a supported operator, function or macro signature for rule'
    return tell(run, place, schema, `'${message}': ${why}: ${what}`)
  }
  tell(run, place, schema, `${message} evaluating rule: ${what}`)
}

/** A rule that does not hold, in its own words where it has some. */
function tellFalse(compiled: CompiledRule, asked: Asked, run: Run): void {
  const { place, schema } = asked
  const path = [place.path, compiled.path].filter((part) => part !== '').join('.')
  const said = messageOf(compiled, asked, run)
  if (!compiled.usesOldSelf && isSame(place.same)) return
  const field = path === '' ? '<nil>' : path
  if (said.fault !== undefined) {
    run.findings.push({ field, type: 'invalid', value: schema.type ?? '', detail: said.fault })
    return
  }
  const isWhole = schema.type === 'object' || schema.type === 'array'
  const value = isWhole ? {} : { value: place.value }
  const detail = said.text
  run.findings.push(findingOf(compiled.rule.reason, { field, detail }, value))
}

function findingOf(
  reason: string | undefined,
  { field, detail }: { readonly field: string; readonly detail: string },
  value: { readonly value?: Json },
): Finding {
  if (reason === 'FieldValueForbidden') return { field, type: 'forbidden', detail }
  if (reason === 'FieldValueRequired') return { field, type: 'required', detail }
  if (reason === 'FieldValueDuplicate') return { field, type: 'duplicate', ...value }
  return { field, type: 'invalid', ...value, detail }
}

type Said = { readonly text: string; readonly fault?: undefined } | { readonly fault: string }

const maxMessageBytes = 5 * 1024

/** What a rule says: by its expression, else its message, else itself. */
function messageOf({ rule, message }: CompiledRule, { values }: Asked, run: Run): Said {
  const plain = rule.message === undefined || rule.message === '' ? `failed rule: ${textOf(rule)}` : rule.message.trim()
  if (message === undefined) return { text: plain }
  const meter = new Meter(celLimits.perCall)
  const outcome = evaluate(() => message.run({ meter, variable: variableOf(values, false) }))
  if (meter.spent > run.left) {
    run.isOver = true
    return {
      fault:
        'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run',
    }
  }
  if (outcome instanceof CelError && outcome.code === 'cost') {
    run.isOver = true
    const why = 'no further validation rules will be run due to call cost exceeds limit for messageExpression'
    return { fault: `${why}: ${goQuote(rule.messageExpression ?? '')}` }
  }
  run.left -= meter.spent
  const text = typeof outcome === 'string' ? outcome.trim() : ''
  const isFit = text !== '' && !text.includes('\n') && Buffer.byteLength(text) <= maxMessageBytes
  return { text: isFit ? text : plain }
}

function textOf({ rule, message = '' }: ValidationRule): string {
  return (message === '' ? rule : message).trim()
}

function tell(run: Run, { path }: Place, { type }: Schema, detail: string): void {
  run.findings.push({ field: path === '' ? '<nil>' : path, type: 'invalid', value: type ?? '', detail })
}

/** Tells and ends the validation. */
function end(run: Run, place: Place, schema: Schema, detail: string): void {
  tell(run, place, schema, detail)
  run.isOver = true
}
