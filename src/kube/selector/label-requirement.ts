import { checkLabelValue, checkQualifiedName } from '../names/label.ts'
import type { Json } from '../patch/json.ts'
import type { Finding } from '../status/finding.ts'
import { findingsText } from '../status/print-finding.ts'
import { SelectorError } from './error.ts'

/** How a label is compared. */
export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'

/** One condition of a label selector. */
export interface LabelRequirement {
  readonly key: string
  readonly operator: LabelOperator
  readonly values: readonly string[]
}

/** Labels of an object as they stand in its metadata. */
export type Labels = Readonly<Record<string, Json>> | undefined

/** A checked condition. Throws `bad-label-selector` with everything that is wrong (labels.NewRequirement). */
export function requireLabel(key: string, operator: LabelOperator, values: readonly string[]): LabelRequirement {
  const findings: Finding[] = []
  const keyFaults = checkQualifiedName(key)
  if (keyFaults.length > 0) findings.push({ field: 'key', type: 'invalid', value: key, detail: keyFaults.join('; ') })
  const countFault = COUNT_FAULTS[operator](values.length)
  if (countFault !== '')
    findings.push({ field: 'values', type: 'invalid', value: values as string[], detail: countFault })
  if (operator === 'gt' || operator === 'lt') findings.push(...values.flatMap(integerFinding))
  values.forEach((value, at) => {
    const detail = checkLabelValue(value).join('; ')
    if (detail !== '') findings.push({ field: `values[${at}][${key}]`, type: 'invalid', value, detail })
  })
  if (findings.length > 0) throw new SelectorError('bad-label-selector', findingsText(findings))
  return { key, operator, values }
}

/** The condition as a function, made once and called for every object. */
export function compileRequirement({ key, operator, values }: LabelRequirement): (labels: Labels) => boolean {
  const [first = ''] = values
  if ((operator === '=' || operator === '==' || operator === 'in') && values.length === 1) {
    return (labels) => labels !== undefined && labels[key] === first
  }
  const bound = operator === 'gt' || operator === 'lt' ? readInteger(first) : undefined
  const matches = MATCHERS[operator]
  return (labels) => {
    const value = labels?.[key]
    return matches(typeof value === 'string' ? value : undefined, values, bound)
  }
}

/** The condition as kubectl and the API write it: `a in (x,y)`, `!b`, `c=d`. */
export function requirementText({ key, operator, values }: LabelRequirement): string {
  const list = values.length > 1 ? [...values].sort().join(',') : (values[0] ?? '')
  switch (operator) {
    case 'exists':
      return key
    case '!':
      return `!${key}`
    case 'in':
    case 'notin':
      return `${key} ${operator} (${list})`
    case 'gt':
      return `${key}>${list}`
    case 'lt':
      return `${key}<${list}`
    case '=':
    case '==':
    case '!=':
      return `${key}${operator}${list}`
  }
}

const NOT_EMPTY = "for 'in', 'notin' operators, values set can't be empty"
const notEmpty = (count: number): string => (count === 0 ? NOT_EMPTY : '')
const onlyOne = (count: number): string => (count === 1 ? '' : 'exact-match compatibility requires one single value')
const none = (count: number): string => (count === 0 ? '' : 'values set must be empty for exists and does not exist')
const oneNumber = (count: number): string =>
  count === 1 ? '' : "for 'Gt', 'Lt' operators, exactly one value is required"

const COUNT_FAULTS: Readonly<Record<LabelOperator, (count: number) => string>> = {
  in: notEmpty,
  notin: notEmpty,
  '=': onlyOne,
  '==': onlyOne,
  '!=': onlyOne,
  exists: none,
  '!': none,
  gt: oneNumber,
  lt: oneNumber,
}

type Matcher = (value: string | undefined, values: readonly string[], bound: bigint | undefined) => boolean

const isOneOf: Matcher = (value, values) => value !== undefined && values.includes(value)
const isNoneOf: Matcher = (value, values) => value === undefined || !values.includes(value)

const MATCHERS: Readonly<Record<LabelOperator, Matcher>> = {
  in: isOneOf,
  '=': isOneOf,
  '==': isOneOf,
  notin: isNoneOf,
  '!=': isNoneOf,
  exists: (value) => value !== undefined,
  '!': (value) => value === undefined,
  gt: (value, _values, bound) => compares(value, bound, (a, b) => a > b),
  lt: (value, _values, bound) => compares(value, bound, (a, b) => a < b),
}

function compares(
  value: string | undefined,
  bound: bigint | undefined,
  holds: (a: bigint, b: bigint) => boolean,
): boolean {
  const number = value === undefined ? undefined : readInteger(value)
  return number !== undefined && bound !== undefined && holds(number, bound)
}

function integerFinding(value: string, at: number): readonly Finding[] {
  if (readInteger(value) !== undefined) return []
  const detail = "for 'Gt', 'Lt' operators, the value must be an integer"
  return [{ field: `values[${at}]`, type: 'invalid', value, detail }]
}

function readInteger(text: string): bigint | undefined {
  if (!/^[+-]?\d{1,64}$/.test(text)) return undefined
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return BigInt.asIntN(64, value) === value ? value : undefined
}
