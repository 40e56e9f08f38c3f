import { type Plan, redacted } from '#plan'
import type { StackRelease } from '#stack'
import type { globalFlags } from '../flags/global.ts'
import { planFlags } from '../flags/plan.ts'
import type { stackPlanFlags } from '../flags/stack.ts'
import type { Input } from '../frame/flag.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { makePlan, type PlanInput } from '../plan/make.ts'
import { upgradeLine } from './input.ts'
import { chosenStack } from './load.ts'
import { runStack, titleOf } from './run.ts'

type StackPlanInput = Input<typeof globalFlags & typeof stackPlanFlags>

/** The plan of one release; undefined where there is nothing to uninstall. */
export interface StackPlan {
  readonly release: string
  readonly plan: Plan | undefined
}

/** Plans every release of a stack, in the order in which they would be done. Nothing is written. */
export async function planStack(input: StackPlanInput, session: Session): Promise<readonly StackPlan[]> {
  const { releases } = await chosenStack(input, session)
  const run = { verb: 'planned', concurrency: input.flags.concurrency, isReverse: false }
  const plans = await runStack(releases, { run, session }, (release, part) => planOne(release, input, part))
  return plans.map(([release, plan]) => ({ release: titleOf(release), plan }))
}

async function planOne(release: StackRelease, { flags }: StackPlanInput, session: Session): Promise<Plan | undefined> {
  const { args, flags: own, given } = upgradeLine(release, flags)
  const usual = parseFlags(planFlags, []).flags
  const line: PlanInput = { args, flags: { ...usual, ...own, output: 'text', destroy: !release.isWanted }, given }
  try {
    const { plan, content } = await makePlan(line, session)
    return flags['show-secrets'] ? plan : redacted(plan, content?.secrets)
  } catch (error) {
    if (!release.isWanted && isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'record-missing'
}
