import {
  install,
  newestStatus,
  type Release,
  type ReleaseWorld,
  type RenderContent,
  type UpgradeOptions,
  upgrade,
} from '#release'
import { helmEnvironmentOf } from '../chart/helm-environment.ts'
import type { globalFlags } from '../flags/global.ts'
import type { upgradeFlags } from '../flags/release.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { actionOptions, undoMs } from './action-options.ts'
import { tellCancelled } from './cancelled.ts'
import { loadContent } from './content.ts'
import { helmLog } from './helm-log.ts'
import { installOptions } from './install-options.ts'
import { loggingErrors } from './logging-errors.ts'
import { withNewKinds } from './new-kinds.ts'
import { prefixed } from './prefixed.ts'
import { inWorld, renderFor } from './run.ts'

type UpgradeInput = Input<typeof globalFlags & typeof upgradeFlags>

const FAILED = 'UPGRADE FAILED: '

/** What came of an upgrade. */
export interface Upgraded {
  readonly release: Release
  /** There was none: it was installed. */
  readonly isNew: boolean
}

/** Upgrades what the command line names; with `--install` it installs what is not there. Throws as `install` does. */
export async function upgradeRelease({ args, flags, given }: UpgradeInput, session: Session): Promise<Upgraded> {
  const [name = '', source = ''] = args
  const options = upgradeOptions(name, { flags, given }, session)
  const link = { flags, session, undoMs: undoMs(flags), checkText: flags.install ? '' : FAILED }
  return inWorld(link, async (opened) => {
    const found = flags.install ? await newestStatus(opened.driver, name) : 'deployed'
    const isNew = found === undefined || found === 'uninstalled'
    if (isNew && flags.output === 'table') {
      session.stdout.write(`Release ${JSON.stringify(name)} does not exist. Installing it now.\n`)
    }
    const content = renderFor(await loadContent(source, flags, session), flags, session)
    const { world, render } = withNewKinds(opened, content)
    const release = await tellCancelled(name, session, () =>
      isNew ? loggingErrors(flags, session, installIt) : upgradeOld(),
    )
    return { release, isNew }
    function installIt(): Promise<Release> {
      return installNew(world, { flags, options, replaces: found === 'uninstalled' }, render)
    }

    function upgradeOld(): Promise<Release> {
      helmLog(flags, session).debug('preparing upgrade', { name })
      return prefixed(FAILED, () => upgrade(world, options, render))
    }
  })
}

/** The flags of `upgrade` as options. Throws CliError `usage`. */
export function upgradeOptions(
  name: string,
  { flags, given }: Pick<UpgradeInput, 'flags' | 'given'>,
  session: Session,
): UpgradeOptions {
  return {
    ...actionOptions(name, flags, { session, usual: 'auto' }),
    ...installOptions(flags),
    cleansUpOnFail: flags['cleanup-on-fail'],
    recreatesPods: flags['recreate-pods'],
    historyMax: given.has('history-max') ? flags['history-max'] : helmEnvironmentOf(flags, session).maxHistory,
  }
}

interface NewRelease {
  readonly flags: UpgradeInput['flags']
  readonly options: UpgradeOptions
  readonly replaces: boolean
}

function installNew(
  world: ReleaseWorld,
  { flags, options, replaces }: NewRelease,
  render: RenderContent,
): Promise<Release> {
  const method = options.method === 'auto' ? 'ssa' : options.method
  return install(world, { ...options, ...installOptions(flags), replaces, method }, render)
}
