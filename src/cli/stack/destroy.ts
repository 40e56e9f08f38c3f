import type { StackRelease } from '#stack'
import type { globalFlags } from '../flags/global.ts'
import type { stackDestroyFlags } from '../flags/stack.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { confirms } from './confirm.ts'
import { chosenStack } from './load.ts'
import type { PartSession } from './part-session.ts'
import { removeRelease } from './remove.ts'
import { lineOf, type StackResult } from './result.ts'
import { runStack } from './run.ts'
import { titleOf } from './title.ts'

type DestroyInput = Input<typeof globalFlags & typeof stackDestroyFlags>

/** Uninstalls the releases of a stack: those that need others first. What is not there is no failure. */
export async function destroyStack(
  { args, flags, given }: DestroyInput,
  session: Session,
): Promise<readonly StackResult[]> {
  const chosen = await chosenStack({ args, flags, given }, session)
  if (flags.interactive && !(await isConfirmed(chosen.releases, session))) return []
  const removal = { flags, isDry: flags['dry-run'], command: 'delete' }
  const act = async (release: StackRelease, part: PartSession): Promise<StackResult> => {
    const result = await removeRelease(release, removal, part)
    if (!flags.json) part.print(lineOf(result))
    return result
  }
  const run = {
    verb: 'uninstalled',
    command: 'destroy',
    concurrency: flags.concurrency,
    isReverse: true,
    act,
    shown: flags,
  } as const
  return (await runStack(chosen, run, session)).map(([, result]) => result)
}

function isConfirmed(releases: readonly StackRelease[], session: Session): Promise<boolean> {
  const names = releases.map((release) => `  ${titleOf(release)} (${release.source})\n`)
  session.stdout.write(`Affected releases are:\n${names.join('')}\n`)
  return confirms('Do you really want to delete?', session)
}
