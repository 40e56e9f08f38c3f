import type { Compat } from '#source'
import type { deployFlags } from '../flags/deploy.ts'
import type { globalFlags } from '../flags/global.ts'
import type { renderFlags } from '../flags/render.ts'
import { CliError } from '../frame/error.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { warn } from './log.ts'

type DeployInput = Input<typeof globalFlags & typeof deployFlags & typeof renderFlags>['flags']

/** What a render asks of a cluster; nothing at all without either. */
export interface Asking {
  /** Everything that an install asks before it writes: what the cluster is, what it serves, what is there. */
  readonly checks: boolean
  /** What templates look up. */
  readonly lookups: boolean
}

/**
 * What `--validate` and `--dry-run` of `template` ask a cluster for: both to Helm 4; to Helm 3 the one checks, the other
 * looks up. Throws CliError `usage` for what they cannot be. Source: helm cmd/helm/template.go, helm.sh/helm/v4
 * pkg/cmd/template.go and helpers.go.
 */
export function askingOf(
  {
    flags,
    given,
  }: { readonly flags: DryRunFlags & { readonly validate: boolean }; readonly given: ReadonlySet<string> },
  session: Session,
): Asking {
  const { compat, validate } = flags
  const value = flags['dry-run']
  if (compat === 'helm3') {
    if (value !== undefined && !HELM3_VALUES.has(value)) throw new CliError('usage', HELM3_REFUSAL)
    return { checks: validate, lookups: value === 'server' || value === 'none' || value === 'false' }
  }
  if (given.has('validate') && given.has('dry-run')) {
    const text = 'if any flags in the group [validate dry-run] are set none of the others can be'
    throw new CliError('usage', `${text}; [dry-run validate] were all set`)
  }
  if (value !== undefined && (value === 'none' || BOOLEANS.get(value) === false))
    throw new CliError('usage', `invalid dry-run value (${JSON.stringify(value)}). Must be "server" or "client"`)
  const asks = validate || dryRunOf(flags, session) === 'server'
  return { checks: asks, lookups: asks }
}

/** `unset` is the flag that stands alone. */
const HELM3_VALUES: ReadonlySet<string> = new Set(['', 'unset', 'true', 'false', 'none', 'client', 'server'])

const HELM3_REFUSAL = 'Invalid dry-run flag. Flag must one of the following: false, true, none, client, server'

/** Refuses what `--wait` cannot be: a boolean to Helm 3, one of three ways to Helm 4. Throws CliError `usage`. */
export function checkWait({ wait, compat }: Pick<DeployInput, 'wait' | 'compat'>): void {
  if (wait === undefined || WAITS.has(wait)) return
  const text = JSON.stringify(wait)
  const reason =
    compat === 'helm3'
      ? `strconv.ParseBool: parsing ${text}: invalid syntax`
      : `invalid wait input ${text}. Valid inputs are watcher, hookOnly, and legacy`
  throw new CliError('usage', `invalid argument ${text} for "--wait" flag: ${reason}`)
}

const WAITS: ReadonlySet<string> = new Set(['watcher', 'legacy', 'hookOnly', 'true', 'false'])

/** Refuses what `--server-side` cannot be where there is no revision before. Throws CliError `usage`. */
export function checkServerSide({ 'server-side': wish, compat }: Pick<DeployInput, 'server-side' | 'compat'>): void {
  if (wish !== undefined && wish !== 'true' && wish !== 'false' && compat !== 'helm3') throw badServerSide(wish)
}

/** What is said of a `--server-side` that is no boolean. */
export function badServerSide(wish: string): CliError {
  const reason = `strconv.ParseBool: parsing ${JSON.stringify(wish)}: invalid syntax`
  return new CliError('usage', `invalid argument ${JSON.stringify(wish)} for "--server-side" flag: ${reason}`)
}

interface DryRunFlags {
  readonly 'dry-run': string | undefined
  readonly compat: Compat
}

/** What a dry run leaves alone: nothing is changed; with `client` the cluster is not even asked. */
export type DryRun = 'none' | 'client' | 'server'

/** `--dry-run` of a command that changes a cluster; Helm 4 is told of old ways to say it. Throws CliError `usage`. */
export function dryRunOf(flags: DryRunFlags, session: Session): DryRun {
  const value = flags['dry-run']
  if (value === undefined || (value === '' && flags.compat === 'helm3')) return 'none'
  if (value === 'none' || value === 'client' || value === 'server') return value
  const isYes = BOOLEANS.get(value)
  if (flags.compat === 'helm3') {
    if (value !== 'unset' && value !== 'true' && value !== 'false') throw new CliError('usage', HELM3_REFUSAL)
    return isYes === false ? 'none' : 'client'
  }
  if (isYes === undefined) {
    throw new CliError(
      'usage',
      `invalid dry-run value (${JSON.stringify(value)}). Must be "none", "server", or "client"`,
    )
  }
  const chosen = isYes ? 'client' : 'none'
  const old = `boolean '--dry-run=${value}' flag is deprecated and must be replaced with '--dry-run=${chosen}'`
  warn(session, flags.compat, [
    value === 'unset' ? "--dry-run is deprecated and should be replaced with '--dry-run=client'" : old,
  ])
  return chosen
}

/** Does `--dry-run` say that templates must not ask the cluster? */
export function isClientDryRun(value: string | undefined): boolean {
  return value === 'client' || BOOLEANS.get(value ?? '') === true
}

/** Go's booleans, and the flag that stands alone. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['unset', '1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
])
