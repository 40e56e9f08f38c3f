import { type Release, uninstall } from '#release'
import type { StackFlag, StackRelease } from '#stack'
import { durationMs } from '../flags/duration.ts'
import type { globalFlags } from '../flags/global.ts'
import type { stackApplyFlags, stackDestroyFlags } from '../flags/stack.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { waitOf } from '../release/action-options.ts'
import { inWorld } from '../release/run.ts'
import { upgradeRelease } from '../release/upgrade.ts'
import { placeOf, upgradeLine } from './input.ts'
import { chosenStack } from './load.ts'
import { runStack, titleOf } from './run.ts'

type ApplyInput = Input<typeof globalFlags & typeof stackApplyFlags>
type DestroyInput = Input<typeof globalFlags & typeof stackDestroyFlags>

/** What became of one release. */
export interface StackResult {
  readonly release: string
  readonly status: string
  readonly revision?: number
}

/** Installs and upgrades what the stack wants, and uninstalls what it does not want. Each result is told as it comes. */
export async function applyStack(input: ApplyInput, session: Session): Promise<readonly StackResult[]> {
  const { releases } = await chosenStack(input, session)
  const run = { verb: 'done', concurrency: input.flags.concurrency, isReverse: false }
  const results = await runStack(releases, { run, session }, async (release, part) => {
    const result = release.isWanted
      ? await applyOne(release, input, part)
      : await removeOne(release, destroyInput(input), part)
    if (!input.flags.json) session.stdout.write(`${lineOf(result)}\n`)
    return result
  })
  return results.map(([, result]) => result)
}

async function applyOne(release: StackRelease, { flags, given }: ApplyInput, session: Session): Promise<StackResult> {
  const more: StackFlag[] = [
    ...(flags.wait ? ([['wait', true]] as const) : []),
    ...(flags.timeout === undefined ? [] : ([['timeout', flags.timeout]] as const)),
    ...(given.has('dry-run') ? ([['dry-run', flags['dry-run'] ?? 'client']] as const) : []),
  ]
  const { release: record } = await upgradeRelease(upgradeLine(release, flags, more), session)
  return { release: titleOf(release), ...shortOf(record) }
}

function shortOf({ info, version }: Release): Pick<StackResult, 'status' | 'revision'> {
  return { status: info.status, revision: version }
}

function lineOf({ release, status, revision }: StackResult): string {
  return revision === undefined ? `${release}: ${status}` : `${release}: ${status}, revision ${revision}`
}

function destroyInput({ flags, ...rest }: ApplyInput): DestroyInput {
  const timeout = flags.timeout ?? '5m0s'
  return { ...rest, flags: { ...flags, timeout, wait: flags.wait ? 'watcher' : undefined, 'keep-history': false } }
}

/** Uninstalls the releases of a stack: those that need others first. What is not there is no failure. */
export async function destroyStack(input: DestroyInput, session: Session): Promise<readonly StackResult[]> {
  const { releases } = await chosenStack(input, session)
  const run = { verb: 'uninstalled', concurrency: input.flags.concurrency, isReverse: true }
  const results = await runStack(releases, { run, session }, async (release, part) => {
    const result = await removeOne(release, input, part)
    if (!input.flags.json) session.stdout.write(`${lineOf(result)}\n`)
    return result
  })
  return results.map(([, result]) => result)
}

async function removeOne(release: StackRelease, { flags }: DestroyInput, session: Session): Promise<StackResult> {
  const options = {
    name: release.name,
    compat: flags.compat,
    timeoutMs: durationMs(flags.timeout),
    wait: waitOf(flags, session),
    cascade: 'background',
    keepsHistory: flags['keep-history'],
    ignoresNotFound: true,
  } as const
  const place = { flags: { ...flags, ...placeOf(release, flags) }, session }
  await inWorld(place, (world) => uninstall(world, options))
  return { release: titleOf(release), status: 'uninstalled' }
}
