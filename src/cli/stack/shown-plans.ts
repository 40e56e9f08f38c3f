import type { Session } from '../frame/session.ts'
import { type PlanFlags, shownPlan } from '../view/plan.ts'
import { isChange } from '../view/plan-words.ts'
import type { StackPlan } from './stack-plan.ts'

/** The plans of a stack in the form that is asked for; people also get a last line about all of them. */
export function shownPlans(
  plans: readonly StackPlan[],
  flags: PlanFlags,
  session: Session,
  isSuppressed?: Parameters<typeof shownPlan>[3],
): string {
  if (flags.output === 'json') return `${JSON.stringify(plans, undefined, 2)}\n`
  const texts = plans.map(({ release, plan }) =>
    plan ? shownPlan(plan, flags, session, isSuppressed) : `${release}: nothing to uninstall\n`,
  )
  return [...texts, summaryOf(plans)].join('\n')
}

/** Whether applying a stack would do anything. */
export function hasChanges(plans: readonly StackPlan[]): boolean {
  return plans.some(isChanged)
}

function isChanged({ plan }: StackPlan): boolean {
  return plan?.changes.some(isChange) ?? false
}

function summaryOf(plans: readonly StackPlan[]): string {
  const changed = plans.filter(isChanged).map(({ release }) => release)
  const all = plans.length === 1 ? '1 release' : `${plans.length} releases`
  return changed.length === 0
    ? `${all}: nothing changes\n`
    : `${changed.length} of ${all} to change: ${changed.join(', ')}\n`
}
