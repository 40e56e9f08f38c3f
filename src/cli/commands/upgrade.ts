import { upgradeFlags } from '../flags/release.ts'
import { defineCommand } from '../frame/command.ts'
import { tellDeprecated } from '../release/action-options.ts'
import { shown } from '../release/shown.ts'
import { upgradeRelease } from '../release/upgrade.ts'

/** `berth upgrade NAME SOURCE`: a release becomes what its source says now. */
export const command = defineCommand({
  name: 'upgrade',
  summary: 'upgrade a release',
  description:
    'Without values of its own an upgrade keeps those that the user gave before; --reset-values, --reuse-values and --reset-then-reuse-values say otherwise.',
  examples: [
    'berth upgrade web ./chart --install -f production.yaml --rollback-on-failure',
    'berth upgrade web ./chart --reset-then-reuse-values --set image.tag=1.2.4',
    'berth upgrade web overlays/production --dry-run=server',
  ],
  args: [
    { name: 'RELEASE', summary: "the release's name" },
    { name: 'SOURCE', summary: 'chart, kustomization or manifests, as install takes them' },
  ],
  flags: upgradeFlags,
  run: async (input, session) => {
    const { flags, given } = input
    tellDeprecated(upgradeFlags, given, { compat: flags.compat, session })
    const { release, isNew } = await upgradeRelease(input, session)
    const first = isNew ? '' : `Release ${JSON.stringify(release.name)} has been upgraded. Happy Helming!\n`
    return shown(release, flags, { session, first })
  },
})
