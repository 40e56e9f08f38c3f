import type { Compat } from '#source'
import type { deployFlags } from '../flags/deploy.ts'
import type { globalFlags } from '../flags/global.ts'
import type { renderFlags } from '../flags/render.ts'
import { CliError } from '../frame/error.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { warn } from './log.ts'

type DeployInput = Input<typeof globalFlags & typeof deployFlags & typeof renderFlags>['flags']

/** Values of `--dry-run` that Helm 4 takes with a warning: what to use instead. */
const OLD_DRY_RUNS: Readonly<Record<string, string>> = {
  unset: "--dry-run is deprecated and should be replaced with '--dry-run=client'",
  true: "boolean '--dry-run=true' flag is deprecated and must be replaced with '--dry-run=client'",
  false: "boolean '--dry-run=false' flag is deprecated and must be replaced with '--dry-run=none'",
}

/**
 * Refuses what needs a cluster and what `--dry-run` cannot be. Throws CliError `usage` or `unreachable`.
 * Source: helm pkg/cmd/template.go and pkg/cmd/helpers.go.
 */
export function checkDryRun(flags: DeployInput, session: Session): void {
  const value = flags['dry-run']
  if (flags.validate || value === 'server') {
    const flag = flags.validate ? '--validate' : '--dry-run=server'
    throw new CliError('unreachable', `${flag} asks a cluster, and this version renders without one`, {
      hint: `leave ${flag} out; --kube-version, --api-versions and --lookups say what the cluster would`,
    })
  }
  if (value === undefined) return
  if (flags.compat === 'helm3') return checkHelm3(value)
  const old = OLD_DRY_RUNS[value]
  if (old !== undefined) warn(session, flags.compat, [old])
  if (value === 'none' || value === 'false') {
    throw new CliError('usage', `invalid dry-run value ("none"). Must be "server" or "client"`)
  }
  if (value === 'client' || old !== undefined) return
  throw new CliError('usage', `invalid dry-run value (${JSON.stringify(value)}). Must be "none", "server", or "client"`)
}

function checkHelm3(value: string): void {
  if (['unset', 'unchanged', 'true', 'false', 'none', 'client'].includes(value)) return
  throw new CliError('usage', HELM3_REFUSAL)
}

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

/** What a dry run leaves alone: nothing is changed; with `client` the cluster is not even asked. */
export type DryRun = 'none' | 'client' | 'server'

/** `--dry-run` of a command that changes a cluster; Helm 4 is told of old ways to say it. Throws CliError `usage`. */
export function dryRunOf(
  flags: { readonly 'dry-run': string | undefined; readonly compat: Compat },
  session: Session,
): DryRun {
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
  warn(session, flags.compat, [value === 'unset' ? (OLD_DRY_RUNS['unset'] as string) : old])
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
