import { numberAt } from '#kinds'
import type { JsonObject } from '#kube'
import { type Intervals, overlapOf, parseIntervals, totalOf } from './intervals.ts'

/** Says which rule of a job's success policy its succeeded indexes fulfil. Source: kubernetes `matchSuccessPolicy`. */
export function metRule(rules: readonly JsonObject[], succeeded: Intervals, completions: number): string | undefined {
  if (succeeded.length === 0) return undefined
  const at = rules.findIndex((rule) => isMet(rule, succeeded, completions))
  return at < 0 ? undefined : `Matched rules at index ${at}`
}

function isMet(rule: JsonObject, succeeded: Intervals, completions: number): boolean {
  const { succeededIndexes } = rule
  const count = numberAt(rule, 'succeededCount')
  if (typeof succeededIndexes !== 'string') return count !== undefined && totalOf(succeeded) >= count
  const required = parseIntervals(succeededIndexes, completions)
  if (required.length === 0) return false
  const there = overlapOf(required, succeeded)
  return there === totalOf(required) || (count !== undefined && there >= count)
}
