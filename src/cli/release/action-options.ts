import type { ActionOptions, WaitStrategy } from '#release'
import type { Compat } from '#source'
import { badServerSide, checkWait, type DryRun, dryRunOf } from '../chart/deploy-flags.ts'
import { warn } from '../chart/log.ts'
import { durationMs } from '../flags/duration.ts'
import { CliError } from '../frame/error.ts'
import type { Flags } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'

/** What install, upgrade and rollback have in common on the command line. */
export interface ActionFlags {
  readonly compat: Compat
  readonly 'dry-run': string | undefined
  readonly force: boolean
  readonly 'force-conflicts': boolean
  readonly 'force-replace': boolean
  readonly 'no-hooks': boolean
  readonly 'server-side': string | undefined
  readonly 'take-over': boolean
  readonly timeout: string
  readonly wait: string | undefined
  readonly 'wait-for-jobs': boolean
  readonly atomic?: boolean
  readonly 'rollback-on-failure'?: boolean
  readonly 'take-ownership'?: boolean
  readonly description?: string | undefined
  readonly labels?: readonly string[]
}

/** The flags as options of an action; `usual` is how objects are written when nothing says how. Throws CliError `usage`. */
export function actionOptions(
  name: string,
  flags: ActionFlags,
  { session, usual }: { readonly session: Session; readonly usual: 'ssa' | 'auto' },
): ActionOptions & { readonly dryRun: DryRun } {
  const isForcedReplace = flags['force-replace'] || flags.force
  if (isForcedReplace && flags['force-conflicts']) throw contradiction(flags)
  return {
    name,
    compat: flags.compat,
    takesOver: flags['take-over'],
    timeoutMs: durationMs(flags.timeout),
    wait: waitOf(flags, session),
    waitsForJobs: flags['wait-for-jobs'],
    noHooks: flags['no-hooks'],
    dryRun: dryRunFor(flags, session),
    method: methodOf(flags, usual),
    isForcedReplace,
    isForcedConflicts: flags['force-conflicts'],
    refusesMixedForce: session.persona === 'helm' && flags.compat === 'helm4',
    takesOwnership: flags['take-ownership'] === true,
    labels: labelsOf(flags.labels ?? []),
    ...(flags.description && { description: flags.description }),
  }
}

/** To Helm 3 `client` only means that templates look nothing up: it asks the cluster everything else. */
function dryRunFor(flags: ActionFlags, session: Session): DryRun {
  const chosen = dryRunOf(flags, session)
  return flags.compat === 'helm3' && chosen === 'client' ? 'server' : chosen
}

/** `--rollback-on-failure`, by any of its names. */
export function undoesOnFailure(flags: Pick<ActionFlags, 'atomic' | 'rollback-on-failure'>): boolean {
  return flags.atomic === true || flags['rollback-on-failure'] === true
}

/** How long undoing may take: waiting for what comes back, and for its hooks. */
export function undoMs(flags: Pick<ActionFlags, 'atomic' | 'rollback-on-failure' | 'timeout'>): number {
  return undoesOnFailure(flags) ? 3 * durationMs(flags.timeout) : 0
}

/** What `--wait` means: Helm 3 knows one way, Helm 4 three; who undoes a failure has to wait for it. */
export function waitOf(
  flags: Pick<ActionFlags, 'wait' | 'compat' | 'atomic' | 'rollback-on-failure'>,
  session: Session,
): WaitStrategy {
  const { wait, compat } = flags
  checkWait(flags)
  const usual = compat === 'helm3' ? 'legacy' : 'watcher'
  if (compat === 'helm4' && (wait === 'true' || wait === 'false')) {
    const instead = wait === 'true' ? 'watcher' : 'hookOnly'
    warn(session, compat, [`--wait=${wait} is deprecated (boolean value) and can be replaced with --wait=${instead}`])
  }
  const isWaiting = wait !== undefined && wait !== 'false' && wait !== 'hookOnly'
  if (!isWaiting) return undoesOnFailure(flags) ? usual : 'hookOnly'
  return wait === 'legacy' ? 'legacy' : usual
}

function methodOf({ compat, 'server-side': wish }: ActionFlags, usual: 'ssa' | 'auto'): ActionOptions['method'] {
  if (compat === 'helm3') return 'csa'
  if (wish === undefined) return usual
  const found = METHODS.get(wish)
  if (found !== undefined && (found !== 'auto' || usual === 'auto')) return found
  if (usual === 'auto') throw new CliError('usage', `invalid/unknown release server-side apply method: ${wish}`)
  throw badServerSide(wish)
}

const METHODS: ReadonlyMap<string, ActionOptions['method']> = new Map([
  ['true', 'ssa'],
  ['false', 'csa'],
  ['auto', 'auto'],
])

function labelsOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=')
      return [pair.slice(0, equals), pair.slice(equals + 1)]
    }),
  )
}

function contradiction(flags: ActionFlags): CliError {
  const name = flags['force-replace'] ? 'force-replace' : 'force'
  const group = `[${name} force-conflicts]`
  const both = `[${[name, 'force-conflicts'].sort().join(' ')}]`
  return new CliError(
    'usage',
    `if any flags in the group ${group} are set none of the others can be; ${both} were all set`,
  )
}

/** Warns of flags that have another name by now, in pflag's words; Helm 3 does not know the new ones. */
export function tellDeprecated(
  flags: Flags,
  given: ReadonlySet<string>,
  { compat, session }: { readonly compat: Compat; readonly session: Session },
): void {
  if (compat === 'helm3') return
  for (const name of given) {
    const instead = flags[name]?.deprecated
    if (instead !== undefined) session.stderr.write(`Flag --${name} has been deprecated, ${instead}\n`)
  }
}
