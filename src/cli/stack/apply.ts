import type { Release } from '#release'
import type { StackFlag, StackRelease } from '#stack'
import type { globalFlags } from '../flags/global.ts'
import type { stackApplyFlags } from '../flags/stack.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { upgradeRelease } from '../release/upgrade.ts'
import { withHooks } from './around.ts'
import { confirms } from './confirm.ts'
import { upgradeLine } from './input.ts'
import { type ChosenStack, chosenStack } from './load.ts'
import type { PartSession } from './part-session.ts'
import { planChosen, planUsually } from './plan.ts'
import { removeRelease } from './remove.ts'
import { lineOf, type StackResult } from './result.ts'
import { runStack } from './run.ts'
import type { SpareRelease } from './spare.ts'
import { titleOf } from './title.ts'
import { isIdle, newestOf, quietly } from './unchanged.ts'

type ApplyInput = Input<typeof globalFlags & typeof stackApplyFlags>

/** Installs and upgrades what the stack wants, and uninstalls what it does not want. Each result is told as it comes. */
export async function applyStack(input: ApplyInput, session: Session): Promise<readonly StackResult[]> {
  const chosen = await chosenStack(input, session)
  if (input.flags.interactive && !(await isConfirmed(chosen, input, session))) return []
  const { concurrency, json } = input.flags
  const act = (release: StackRelease, part: PartSession): Promise<StackResult> =>
    release.isWanted ? applyOne(release, input, part) : removeOne(release, input, part)
  const tell = (result: StackResult, part: PartSession): void => (json ? undefined : part.print(lineOf(result)))
  const isDry = isDryRun(input)
  const command = isDry ? 'diff' : 'apply'
  const spare = isDry || input.flags['include-unchanged'] ? undefined : spared(input)
  const results = await runStack(
    chosen,
    { verb: 'done', command, concurrency, isReverse: false, act, spare, tell, shown: input.flags },
    session,
  )
  return results.map(([, result]) => result)
}

/** A release that an upgrade would leave as it is. What cannot be planned is tried. */
function spared(input: ApplyInput): SpareRelease<StackResult> {
  return async (release, part) => {
    const quiet = quietly(part)
    const newest = await newestOf(release, input, quiet)
    if (newest?.info.status !== 'deployed') return undefined
    const plan = await planUsually(release, input, quiet).catch(() => undefined)
    if (plan === undefined || !isIdle(plan)) return undefined
    return { release: titleOf(release), status: 'unchanged', revision: newest.version }
  }
}

function isDryRun({ flags, given }: ApplyInput): boolean {
  return given.has('dry-run') && flags['dry-run'] !== 'none' && flags['dry-run'] !== 'false'
}

/** Where nothing changes, nothing is asked. */
async function isConfirmed(chosen: ChosenStack, input: ApplyInput, session: Session): Promise<boolean> {
  const fresh = input.flags['skip-diff-on-install'] ? await newReleases(chosen, input, session) : []
  const releases = chosen.releases.filter((release) => !fresh.includes(release))
  const { text, hasChanges } = await planChosen({ ...chosen, releases }, input, session)
  session.stdout.write(releases.length > 0 ? text : '')
  for (const release of fresh) session.stdout.write(`${titleOf(release)}: to be installed\n`)
  return (hasChanges || fresh.length > 0) && confirms('Do you really want to apply?', session)
}

async function newReleases(
  { releases }: ChosenStack,
  input: ApplyInput,
  session: Session,
): Promise<readonly StackRelease[]> {
  const wanted = releases.filter(({ isWanted }) => isWanted)
  const newest = await Promise.all(wanted.map((release) => newestOf(release, input, session)))
  return wanted.filter((_, at) => newest[at] === undefined || newest[at].info.status === 'uninstalled')
}

async function applyOne(release: StackRelease, input: ApplyInput, session: PartSession): Promise<StackResult> {
  const { flags, given } = input
  const usual: StackFlag[] = [
    ...(flags.wait ? ([['wait', true]] as const) : []),
    ...(flags.timeout === undefined ? [] : ([['timeout', flags.timeout]] as const)),
  ]
  const above: StackFlag[] = given.has('dry-run') ? [['dry-run', flags['dry-run'] ?? 'client']] : []
  const line = upgradeLine(release, { flags, usual, above }, session)
  const upgrade = async (): Promise<StackResult> => {
    const { release: record } = await upgradeRelease(line, session)
    return { release: titleOf(release), ...shortOf(record) }
  }
  return isDryRun(input) ? upgrade() : withHooks(release, { session, names: ['presync', 'postsync'] }, upgrade)
}

function shortOf({ info, version }: Release): Pick<StackResult, 'status' | 'revision'> {
  return { status: info.status, revision: version }
}

function removeOne(release: StackRelease, input: ApplyInput, session: PartSession): Promise<StackResult> {
  const { flags } = input
  const wait = flags.wait ? 'watcher' : undefined
  const removal = { flags: { ...flags, wait, timeout: flags.timeout ?? '5m0s' }, isDry: isDryRun(input) }
  const remove = (): Promise<StackResult> => removeRelease(release, { ...removal, command: 'sync' }, session)
  return removal.isDry ? remove() : withHooks(release, { session, names: ['presync', 'postsync'] }, remove)
}
