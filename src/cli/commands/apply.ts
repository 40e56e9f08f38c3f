import { outputFlags } from '../flags/output.ts'
import { defineCommand } from '../frame/command.ts'
import { applyFile } from '../plan/apply.ts'
import { shown } from '../release/shown.ts'

/** `berth apply FILE`: carries out a saved plan exactly, or refuses when the cluster is not what it was made for. */
export const command = defineCommand({
  name: 'apply',
  summary: 'carry out a plan that `berth plan --out` saved',
  description:
    'Nothing is rendered again: what is written is what the plan holds. It is refused when the release or one of its objects has changed since.',
  examples: ['berth plan web ./chart --out web.plan', 'berth apply web.plan'],
  args: [{ name: 'FILE', summary: 'the saved plan' }],
  flags: { ...outputFlags },
  run: async ({ args: [file = ''], flags }, session) => {
    const release = await applyFile(file, flags, session)
    if (release === undefined || release.info.status === 'uninstalled' || release.info.status === 'uninstalling')
      return { text: `release "${release?.name ?? ''}" uninstalled\n` }
    return shown(release, { ...flags, 'hide-notes': false }, { session })
  },
})
