import {
  type Planned,
  planRollback,
  planUninstall,
  planUpgrade,
  type ReleaseWorld,
  type UninstallOptions,
} from '#release'
import { helmEnvironmentOf } from '../chart/helm-environment.ts'
import { durationMs } from '../flags/duration.ts'
import type { globalFlags } from '../flags/global.ts'
import type { planFlags } from '../flags/plan.ts'
import { CliError } from '../frame/error.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { actionOptions, waitOf } from '../release/action-options.ts'
import { loadContent } from '../release/content.ts'
import { installOptions } from '../release/install-options.ts'
import { inWorld, renderFor } from '../release/run.ts'
import { upgradeOptions } from '../release/upgrade.ts'

/** The command line of `plan`. */
export type PlanInput = Input<typeof globalFlags & typeof planFlags>

/** Makes the plan that a command line asks for. Nothing is written to the cluster. Throws what reading and planning throw. */
export async function makePlan(input: PlanInput, session: Session): Promise<Planned> {
  const { flags, given } = input
  if (flags.destroy && given.has('rollback')) throw new CliError('usage', '--destroy and --rollback exclude each other')
  return inWorld({ flags: { ...flags, output: 'json' }, session }, (world) => {
    if (flags.destroy) return planUninstall(world, destroyOptions(input, session))
    return given.has('rollback') ? rollback(world, input, session) : upgrade(world, input, session)
  })
}

function destroyOptions({ args: [name = ''], flags }: PlanInput, session: Session): UninstallOptions {
  return {
    name,
    compat: flags.compat,
    timeoutMs: durationMs(flags.timeout),
    wait: waitOf(flags, session),
    cascade: 'background',
    noHooks: flags['no-hooks'],
  }
}

function rollback(
  world: ReleaseWorld,
  { args: [name = ''], flags, given }: PlanInput,
  session: Session,
): Promise<Planned> {
  return planRollback(world, {
    ...actionOptions(name, flags, { session, usual: 'auto' }),
    revision: flags.rollback,
    cleansUpOnFail: flags['cleanup-on-fail'],
    historyMax: given.has('history-max') ? flags['history-max'] : helmEnvironmentOf(flags, session).maxHistory,
  })
}

/** An upgrade, and an installation where there is no release. */
async function upgrade(world: ReleaseWorld, input: PlanInput, session: Session): Promise<Planned> {
  const { args, flags, given } = input
  const [name = '', source = '.'] = args
  const content = await loadContent(source, flags, session)
  const options = upgradeOptions(name, { flags: { ...flags, output: 'table' }, given }, session)
  const method = options.method === 'auto' ? 'ssa' : options.method
  const first = { ...options, ...installOptions(flags), method }
  return planUpgrade(world, { ...options, install: first }, renderFor(content, flags, session))
}
