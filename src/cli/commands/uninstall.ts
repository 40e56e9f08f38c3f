import { uninstall } from '#release'
import { durationMs } from '../flags/duration.ts'
import { uninstallFlags } from '../flags/release.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import { waitOf } from '../release/action-options.ts'
import { helmLog } from '../release/helm-log.ts'
import { inWorld } from '../release/run.ts'

const CASCADES = ['background', 'foreground', 'orphan'] as const

/** `berth uninstall RELEASE...`: the objects of releases go, and their history with them. */
export const command = defineCommand({
  name: 'uninstall',
  summary: 'uninstall releases',
  examples: ['berth uninstall web', 'berth uninstall web db --keep-history --wait'],
  args: [{ name: 'RELEASE', summary: 'names of releases', isVariadic: true }],
  flags: uninstallFlags,
  run: async ({ args, flags }, session) => {
    const cascade = cascadeOf(flags.cascade)
    const options = {
      compat: flags.compat,
      takesOver: flags['take-over'],
      timeoutMs: durationMs(flags.timeout),
      wait: waitOf(flags, session),
      cascade,
      keepsHistory: flags['keep-history'],
      ignoresNotFound: flags['ignore-not-found'],
      noHooks: flags['no-hooks'],
      dryRun: flags['dry-run'],
      ...(flags.description && { description: flags.description }),
    }
    await inWorld({ flags, session }, async (world) => {
      for (const name of args) {
        helmLog(flags, session).debug('uninstall: deleting release', { name })
        const { info } = await uninstall(world, { ...options, name })
        session.stdout.write(`${info === '' ? '' : `${info}\n`}release "${name}" uninstalled\n`)
      }
    })
    return undefined
  },
})

/** Throws CliError `usage`, in Helm's words. */
function cascadeOf(text: string): (typeof CASCADES)[number] {
  const found = CASCADES.find((word) => word === text)
  if (found !== undefined) return found
  throw new CliError('usage', `invalid cascade value (${text}). Must be "background", "foreground", or "orphan"`)
}
