import { decoded, type Plan, redacted } from '#plan'
import type { StackRelease } from '#stack'
import type { globalFlags } from '../flags/global.ts'
import { planFlags } from '../flags/plan.ts'
import type { stackFlags, stackPlanFlags } from '../flags/stack.ts'
import type { Input } from '../frame/flag.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { makePlan, type PlanInput } from '../plan/make.ts'
import { upgradeLine } from './input.ts'
import { type ChosenStack, chosenStack } from './load.ts'
import type { PartSession } from './part-session.ts'
import { runStack } from './run.ts'
import { hasChanges, shownPlans } from './shown-plans.ts'
import type { StackPlan } from './stack-plan.ts'
import { titleOf } from './title.ts'

type StackPlanInput = Input<typeof globalFlags & typeof stackPlanFlags>

/** Plans every release of a stack, in the order in which they would be done. Nothing is written. */
export async function planStack(input: StackPlanInput, session: Session): Promise<readonly StackPlan[]> {
  return plansOf(await chosenStack(input, session), input, session)
}

/** A plan as people read it. */
export interface ToldPlan {
  readonly text: string
  readonly hasChanges: boolean
}

/** The plan of a stack that is there already. */
export async function planChosen(
  chosen: ChosenStack,
  { args, flags, given }: Input<typeof globalFlags & typeof stackFlags>,
  session: Session,
): Promise<ToldPlan> {
  const usual = parseFlags(planFlags, []).flags
  const input: StackPlanInput = { args, given, flags: { ...usual, ...flags, output: 'text' } }
  const plans = await plansOf(chosen, input, session)
  return { text: shownPlans(plans, input.flags, session), hasChanges: hasChanges(plans) }
}

async function plansOf(chosen: ChosenStack, input: StackPlanInput, session: Session): Promise<readonly StackPlan[]> {
  const { concurrency } = input.flags
  const act = (release: StackRelease, part: PartSession): Promise<Plan | undefined> => planOne(release, input, part)
  const run = { verb: 'planned', command: 'diff', concurrency, isReverse: false, act, shown: undefined } as const
  const plans = await runStack(chosen, run, session)
  return plans.map(([release, plan]) => ({ release: titleOf(release), plan }))
}

/** What the plan of a release is told about how it is shown. */
const SHOWN = ['find-renames', 'include-tests', 'show-foreign'] as const

/** What an upgrade of a release would do, with all flags of plans as they are by themselves. */
export async function planUsually(
  release: StackRelease,
  { args, flags, given }: Input<typeof globalFlags & typeof stackFlags>,
  session: PartSession,
): Promise<Plan | undefined> {
  return planOne(
    release,
    { args, given, flags: { ...parseFlags(planFlags, []).flags, ...flags, output: 'text' } },
    session,
  )
}

async function planOne(
  release: StackRelease,
  { flags }: StackPlanInput,
  session: PartSession,
): Promise<Plan | undefined> {
  const { args, flags: own, given } = upgradeLine(release, { flags }, session)
  const usual = parseFlags(planFlags, []).flags
  const shown = Object.fromEntries(SHOWN.map((name) => [name, flags[name]]))
  const all = { ...usual, ...own, ...shown, output: 'text', destroy: !release.isWanted } as PlanInput['flags']
  try {
    const { plan, content } = await makePlan({ args, flags: all, given }, session)
    if (flags['show-secrets-decoded']) return decoded(plan)
    return flags['show-secrets'] ? plan : redacted(plan, content?.secrets)
  } catch (error) {
    if (!release.isWanted && isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'record-missing'
}
