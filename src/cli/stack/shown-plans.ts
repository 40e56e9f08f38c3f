import type { Session } from '../frame/session.ts'
import { type PlanFlags, shownPlan } from '../view/plan.ts'
import { isChange } from '../view/plan-words.ts'
import type { StackPlan } from './plan.ts'

/** The plans of a stack in the form that is asked for; people also get a last line about all of them. */
export function shownPlans(plans: readonly StackPlan[], flags: PlanFlags, session: Session): string {
  if (flags.output === 'json') return `${JSON.stringify(plans, undefined, 2)}\n`
  const texts = plans.map(({ release, plan }) =>
    plan ? shownPlan(plan, flags, session) : `${release}: nothing to uninstall\n`,
  )
  return [...texts, summaryOf(plans)].join('\n')
}

function summaryOf(plans: readonly StackPlan[]): string {
  const changed = plans.filter(({ plan }) => plan?.changes.some(isChange)).map(({ release }) => release)
  const all = plans.length === 1 ? '1 release' : `${plans.length} releases`
  return changed.length === 0
    ? `${all}: nothing changes\n`
    : `${changed.length} of ${all} to change: ${changed.join(', ')}\n`
}
