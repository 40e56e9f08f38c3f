import { install, type Release } from '#release'
import { chooseName } from '../chart/release-name.ts'
import type { globalFlags } from '../flags/global.ts'
import type { installFlags } from '../flags/release.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { actionOptions, undoMs } from './action-options.ts'
import { tellCancelled } from './cancelled.ts'
import { loadContent } from './content.ts'
import { installOptions } from './install-options.ts'
import { loggingErrors } from './logging-errors.ts'
import { withNewKinds } from './new-kinds.ts'
import { prefixed } from './prefixed.ts'
import { inWorld, renderFor } from './run.ts'

type InstallInput = Input<typeof globalFlags & typeof installFlags>['flags']

/** Installs what the command line names. Throws what reading, rendering and installing throw, behind Helm's words. */
export async function installRelease(args: readonly string[], flags: InstallInput, session: Session): Promise<Release> {
  const read = (): ReturnType<typeof actionOptions> => actionOptions('', flags, { session, usual: 'ssa' })
  const early = flags.compat === 'helm4' ? read() : undefined
  return prefixed('INSTALLATION FAILED: ', () =>
    loggingErrors(flags, session, async () => {
      const shared = early ?? read()
      const choice = { args, generate: flags['generate-name'], template: flags['name-template'], fallback: undefined }
      const { name, chart } = await chooseName(choice, session)
      const options = { ...shared, ...installOptions(flags), name }
      const render = renderFor(await loadContent(chart, flags, session), flags, session)
      const isOffline = options.dryRun === 'client'
      const link = { flags, session, isOffline, undoMs: undoMs(flags), checkText: CHECK[flags.compat] }
      return inWorld(link, (world) => {
        const releasing = withNewKinds(world, render)
        return tellCancelled(args[0] ?? '', session, () => install(releasing.world, options, releasing.render))
      })
    }),
  )
}

/** What Helm says before a cluster that gives no answer. */
const CHECK = { helm3: '', helm4: 'cluster reachability check failed: ' } as const
