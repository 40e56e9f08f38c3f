import { type UninstallOptions, uninstall } from '#release'
import type { StackRelease } from '#stack'
import { durationMs } from '../flags/duration.ts'
import type { globalFlags } from '../flags/global.ts'
import { CliError } from '../frame/error.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { waitOf } from '../release/action-options.ts'
import { inWorld } from '../release/run.ts'
import { triggerHooks } from './hooks.ts'
import { placeOf } from './input.ts'
import type { PartSession } from './part-session.ts'
import type { StackResult } from './result.ts'
import { titleOf } from './title.ts'

/** How a release of a stack is removed. */
export interface Removal {
  /** What the command line says, for releases that do not say themselves. */
  readonly flags: Input<typeof globalFlags>['flags'] & {
    readonly timeout: string
    readonly wait: string | undefined
    readonly 'keep-history'?: boolean
  }
  readonly isDry: boolean
  /** What its hooks are told that the user does. */
  readonly command: string
}

/** Uninstalls a release, between its hooks; one that is not there is no failure, and its hooks are not run. */
export async function removeRelease(
  release: StackRelease,
  removal: Removal,
  session: PartSession,
): Promise<StackResult> {
  const { flags, isDry, command } = removal
  const title = titleOf(release)
  const place = { flags: { ...flags, ...placeOf(release, flags), progress: session.progress }, session }
  const status = await inWorld(place, async (world) => {
    const [newest] = await world.driver.summaries({ name: release.name, isNewest: true })
    if (newest === undefined || (newest.info.status === 'uninstalled' && flags['keep-history'])) return 'not there'
    const trigger = async (name: string): Promise<void> =>
      isDry ? undefined : triggerHooks(release.hooks, { name, command, error: undefined }, session)
    await trigger('preuninstall')
    await uninstall(world, optionsOf(release, removal, session))
    await trigger('postuninstall')
    return isDry ? 'would be uninstalled' : 'uninstalled'
  })
  return { release: title, status }
}

const CASCADES = ['background', 'foreground', 'orphan'] as const

function optionsOf({ name, removal }: StackRelease, { flags, isDry }: Removal, session: Session): UninstallOptions {
  const { waits, timeoutSeconds, cascade = 'background' } = removal
  const known = CASCADES.find((each) => each === cascade)
  if (known === undefined) {
    throw new CliError('usage', `invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`)
  }
  const wait = waits === undefined ? flags.wait : waits ? 'watcher' : undefined
  return {
    name,
    compat: flags.compat,
    timeoutMs: timeoutSeconds === undefined ? durationMs(flags.timeout) : timeoutSeconds * 1000,
    wait: waitOf({ compat: flags.compat, wait }, session),
    cascade: known,
    keepsHistory: flags['keep-history'] === true,
    ignoresNotFound: true,
    dryRun: isDry,
  }
}
