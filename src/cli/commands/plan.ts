import { redacted } from '#plan'
import { planFlags } from '../flags/plan.ts'
import { defineCommand } from '../frame/command.ts'
import { exitCodes } from '../frame/error.ts'
import { makePlan } from '../plan/make.ts'
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
    const planned = await makePlan(input, session)
    const plan = flags['show-secrets'] ? planned.plan : redacted(planned.plan, planned.content?.secrets)
    const text = shownPlan(plan, flags, session)
    const isRefused = plan.refusals.length > 0
    if (flags.out !== undefined && !isRefused) writePlan(flags.out, planned, session)
    const hasChanges = plan.changes.some(isChange)
    const found = flags['detailed-exitcode'] && hasChanges ? exitCodes.changesFound : exitCodes.ok
    return { text, data: plan, exitCode: isRefused ? exitCodes.failure : found }
  },
})
