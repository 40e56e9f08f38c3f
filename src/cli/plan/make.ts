import type { Plan } from '#plan'
import {
  compareRecords,
  type PlanLook,
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
  const chosen = (['destroy', 'rollback'] as const).filter((name) => given.has(name) && flags[name] !== false)
  if (chosen.length > 1) throw new CliError('usage', '--destroy and --rollback exclude each other')
  return inWorld({ flags: { ...flags, output: 'json' }, session }, (world) => {
    if (flags.destroy) return planUninstall(world, destroyOptions(input, session), lookOf(flags))
    return given.has('rollback') ? rollback(world, input, session) : upgrade(world, input, session)
  })
}

function lookOf(flags: PlanInput['flags']): PlanLook {
  return {
    renamesBelow: renamesBelow(flags['find-renames']),
    showsForeign: flags['show-foreign'],
    includesTests: flags['include-tests'],
  }
}

function renamesBelow(text: string): number {
  const fraction = Number(text)
  if (text.trim() !== '' && fraction >= 0 && fraction <= 1) return fraction
  throw new CliError('usage', `--find-renames ${JSON.stringify(text)}: expected a number from 0 to 1`)
}

/** How the records of a release differ: `--compare`. Throws CliError `usage`, ReleaseError. */
export async function makeComparison({ args: [name = ''], flags }: PlanInput, session: Session): Promise<Plan> {
  const wanted = flags.compare ?? ''
  const look = lookOf(flags)
  const open = { flags: { ...flags, output: 'json' }, session }
  const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(wanted) ?? []
  if (from !== undefined) {
    const pairing = { left: { name, revision: Number(from) }, right: { name, revision: Number(to ?? 0) } }
    return inWorld(open, (world) => compareRecords(world, pairing, look))
  }
  const parts = wanted.split('/')
  const [other = '', namespace] = parts.toReversed()
  if (other === '' || parts.length > 2)
    throw new CliError('usage', `--compare ${JSON.stringify(wanted)}: expected a revision, two (2..3), or a release`)
  const there = namespace === undefined ? open.flags : { ...open.flags, namespace }
  return inWorld(open, (world) =>
    inWorld({ flags: there, session }, (theirs) => {
      const right = { name: other, revision: 0, world: theirs }
      return compareRecords(world, { left: { name, revision: 0 }, right }, look)
    }),
  )
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
  const options = {
    ...actionOptions(name, flags, { session, usual: 'auto' }),
    revision: flags.rollback,
    cleansUpOnFail: flags['cleanup-on-fail'],
    historyMax: given.has('history-max') ? flags['history-max'] : helmEnvironmentOf(flags, session).maxHistory,
  }
  return planRollback(world, options, lookOf(flags))
}

/** An upgrade, and an installation where there is no release. */
async function upgrade(world: ReleaseWorld, input: PlanInput, session: Session): Promise<Planned> {
  const { args, flags, given } = input
  const [name = '', source = '.'] = args
  const content = await loadContent(source, flags, session)
  const options = upgradeOptions(name, { flags: { ...flags, output: 'table' }, given }, session)
  const method = options.method === 'auto' ? 'ssa' : options.method
  const first = { ...options, ...installOptions(flags), method }
  return planUpgrade(world, { ...options, install: first }, renderFor(content, flags, session), lookOf(flags))
}
