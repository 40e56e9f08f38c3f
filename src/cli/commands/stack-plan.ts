import { stackPlanFlags } from '../flags/stack.ts'
import { defineCommand } from '../frame/command.ts'
import { exitCodes } from '../frame/error.ts'
import { stackArgument } from '../stack/argument.ts'
import { planStack } from '../stack/plan.ts'
import { hasChanges, shownPlans } from '../stack/shown-plans.ts'

/** `berth stack plan [FILE]`: what applying a stack would do, release by release. */
export const command = defineCommand({
  name: 'stack plan',
  summary: 'say what a stack would change, release by release',
  examples: ['berth stack plan stack.yaml -e production', 'berth stack plan . --output markdown --detailed-exitcode'],
  args: [stackArgument],
  flags: stackPlanFlags,
  run: async (input, session) => {
    const { flags } = input
    const expressions = flags['suppress-output-line-regex']
    const isSuppressed =
      expressions.length === 0 ? undefined : (await import('../view/suppress-lines.ts')).suppressLines(expressions)
    const plans = await planStack(input, session)
    const isRefused = plans.some(({ plan }) => (plan?.refusals.length ?? 0) > 0)
    const found = flags['detailed-exitcode'] && hasChanges(plans) ? exitCodes.changesFound : exitCodes.ok
    const text = shownPlans(plans, flags, session, isSuppressed)
    return { text, data: plans, exitCode: isRefused ? exitCodes.failure : found }
  },
})
