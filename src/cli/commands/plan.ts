import { decoded, type Plan, redacted } from '#plan'
import type { Planned, ReleaseContent } from '#release'
import { planFlags } from '../flags/plan.ts'
import { defineCommand } from '../frame/command.ts'
import { exitCodes } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { makeComparison, makePlan, type PlanInput } from '../plan/make.ts'
import { writePlan } from '../plan/write.ts'
import { shownPlan } from '../view/plan.ts'
import { isChange } from '../view/plan-words.ts'

/** `berth plan RELEASE [SOURCE]`: what an upgrade, installation, rollback or uninstallation would do, field by field. */
export const command = defineCommand({
  name: 'plan',
  summary: 'say what an upgrade would do, field by field',
  description:
    'The cluster is asked what it would make of each object; nothing is written. Where there is no release, an installation is planned.',
  examples: [
    'berth plan web ./chart -f production.yaml',
    'berth plan web ./chart --set image.tag=1.2.4 --out web.plan && berth apply web.plan',
    'berth plan web overlays/production --output markdown --detailed-exitcode',
    'berth plan web --rollback 3',
    'berth plan web --destroy',
    'berth plan web --compare 2..5',
  ],
  args: [
    { name: 'RELEASE', summary: "the release's name" },
    {
      name: 'SOURCE',
      summary: 'chart, kustomization or manifests, as install takes them; . when left out',
      isOptional: true,
    },
  ],
  flags: planFlags,
  run: async (input, session) => {
    const { flags } = input
    const expressions = flags['suppress-output-line-regex']
    const isSuppressed =
      expressions.length === 0 ? undefined : (await import('../view/suppress-lines.ts')).suppressLines(expressions)
    const planned = flags.compare === undefined ? await makePlan(input, session) : undefined
    const plan = withSecretsAsAsked(planned?.plan ?? (await makeComparison(input, session)), flags, planned?.content)
    const text = shownPlan(plan, flags, session, isSuppressed)
    const isRefused = plan.refusals.length > 0
    if (flags.out !== undefined) keep(flags.out, isRefused ? undefined : planned, session)
    const hasChanges = plan.changes.some(isChange)
    const found = flags['detailed-exitcode'] && hasChanges ? exitCodes.changesFound : exitCodes.ok
    return { text, data: plan, exitCode: isRefused ? exitCodes.failure : found }
  },
})

/** Saves what can be carried out; says so where it cannot. */
function keep(file: string, planned: Planned | undefined, session: Session): void {
  if (planned === undefined)
    session.stderr.write(`${file} is not written: there is nothing that could be carried out\n`)
  else writePlan(file, planned, session)
}

function withSecretsAsAsked(plan: Plan, flags: PlanInput['flags'], content: ReleaseContent | undefined): Plan {
  if (flags['show-secrets-decoded']) return decoded(plan)
  return flags['show-secrets'] ? plan : redacted(plan, content?.secrets)
}
