import type { MatchCondition } from '../webhook/hook.ts'
import type { Declared } from './declarations.ts'
import { CONDITION_BUDGET, Evaluation, type Input, OutOfBudget } from './evaluation.ts'
import { compileExpression, type Expression } from './expression.ts'

/** Whether conditions hold; `error` where one failed, none was false, and a failure refuses. */
export type Matched = { readonly matches: boolean } | { readonly error: string }

/** Compiles match conditions, in their order. */
export function compileConditions(conditions: readonly MatchCondition[], declared: Declared): readonly Expression[] {
  return conditions.map(({ expression }) => compileExpression(expression, declared, 'bool'))
}

/**
 * Runs match conditions: one that is false decides, whatever failed before; else a failure counts as failurePolicy says
 * (webhook matchconditions.Match).
 */
export async function matchConditions(
  conditions: readonly Expression[],
  input: Input,
  ignoresFailure: boolean,
): Promise<Matched> {
  const evaluation = new Evaluation(input, CONDITION_BUDGET)
  const errors: string[] = []
  try {
    for (const condition of conditions) {
      const outcome = await evaluation.evaluate(condition)
      if ('error' in outcome) errors.push(outcome.error)
      else if (outcome.value === false) return { matches: false }
    }
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error
    return ignoresFailure ? { matches: false } : { error: error.message }
  }
  if (errors.length === 0) return { matches: true }
  if (ignoresFailure) return { matches: false }
  const unique = [...new Set(errors)]
  return { error: unique.length === 1 ? (unique[0] as string) : `[${unique.join(', ')}]` }
}
