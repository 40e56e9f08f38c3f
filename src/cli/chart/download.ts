import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Downloaded, type DownloadOptions, downloadChart } from '#repo'
import type { SourcePlan } from '#source'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { helmEnvironmentOf } from './helm-environment.ts'
import { warn } from './log.ts'
import { httpOptions, warnOf } from './network.ts'
import type { ChartSourceInput } from './source-input.ts'
import { versionRules } from './versions.ts'

/** Downloads what `plan` names into Helm's repository cache and gives the archive's path. */
export async function downloadToCache(plan: SourcePlan, flags: ChartSourceInput, session: Session): Promise<string> {
  const { repositoryCache } = helmEnvironmentOf(flags, session)
  const fetched = await download(referenceOf(plan), flags, session)
  mkdirSync(repositoryCache, { recursive: true })
  const path = join(repositoryCache, fetched.fileName)
  writeFileSync(path, fetched.archive)
  if (fetched.provenance) writeFileSync(`${path}.prov`, fetched.provenance)
  return path
}

/** Downloads a chart into memory; what Helm prints on the way goes to stderr. Throws RepoError. */
export async function download(
  reference: string,
  flags: ChartSourceInput,
  session: Session,
  wish: Partial<DownloadOptions> = {},
): Promise<Downloaded> {
  const options = { ...downloadOptions(flags, session), ...wish }
  checkRepository(flags.repo)
  const fetched = await downloadChart(reference, options).catch((error: unknown) => {
    throw isOci(reference) && flags.compat === 'helm4' ? asFetch(error) : asWanted(error, reference, flags)
  })
  for (const line of fetched.printed) session.stderr.write(`${line}\n`)
  tellInexact(fetched, flags, session)
  return fetched
}

/** Refuses a `--repo` that is no address. Throws CliError `input`. */
function checkRepository(url: string | undefined): void {
  if (!url || /^[a-z][a-z0-9+.-]*:/i.test(url)) return
  throw new CliError('input', 'could not find protocol handler for: ', {
    hint: `--repo ${url}: expected http:// or https://`,
  })
}

/**
 * A constraint that cannot be read is the user's, whatever found it out; in a repository that is named it fits no version. Of an
 * address with a scheme that nobody knows the chart's is told.
 */
function asWanted(cause: unknown, reference: string, { repo, version = '' }: ChartSourceInput): unknown {
  if (!(cause instanceof Error)) return cause
  if (!('code' in cause) && cause.message.startsWith('improper constraint')) {
    const missing = `chart ${JSON.stringify(reference)} version ${JSON.stringify(version)} not found in ${repo} repository`
    return new CliError('input', repo ? missing : cause.message, { hint: 'expected such as ^1.2 or >=1 <2', cause })
  }
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(reference) ?? []
  if (scheme === undefined || cause.message !== `could not find protocol handler for: ${scheme}`) return cause
  const hint = 'a getter plugin may know it: see plugin install'
  return new CliError('input', `scheme ${JSON.stringify(scheme)} not supported`, { hint, cause })
}

function isOci(reference: string): boolean {
  return reference.startsWith('oci://')
}

/** The words that Helm 4's registry client puts before what went wrong with a manifest. Mutates. */
export function asFetch(error: unknown): unknown {
  if (error instanceof Error && /^\S+[:@]\S+: not found$|^Get ".*\/manifests\//.test(error.message)) {
    error.message = `failed to perform "FetchReference" on source: ${error.message}`
  }
  return error
}

/** Helm 4 logs when it takes another version than the text that was asked for. */
function tellInexact({ url, fileName, version }: Downloaded, flags: ChartSourceInput, session: Session): void {
  const requested = flags.version ?? (flags.devel ? '>0.0.0-0' : '')
  if (requested === '' || version === '' || version === requested || isOci(url)) return
  const chart = fileName.replace(`-${version}.tgz`, '')
  const text = 'unable to find exact version requested; falling back to closest available version'
  warn(session, flags.compat, [text, { chart, requested, selected: version }])
}

/** The word that names a remote chart, back from its plan. */
export function referenceOf(plan: SourcePlan): string {
  switch (plan.kind) {
    case 'folder':
    case 'archive':
      return plan.path
    case 'registry':
      return plan.reference
    case 'url':
      return plan.url
    case 'repository':
      return `${plan.repository}/${plan.chart}`
    case 'repository-url':
      return plan.chart
  }
}

/** Flags and environment as the repo room takes them. */
export function downloadOptions(flags: ChartSourceInput, session: Session): DownloadOptions {
  const environment = helmEnvironmentOf(flags, session)
  return {
    ...httpOptions(flags, session),
    ...versionRules,
    environment,
    now: new Date(session.now()),
    devel: flags.devel,
    passCredentialsAll: flags['pass-credentials'],
    plainHttp: flags['plain-http'],
    verify: flags.verify ? 'always' : 'never',
    ...(flags.version && { version: flags.version }),
    ...(flags.repo && { repoUrl: flags.repo }),
    ...(flags.username && { username: flags.username }),
    ...(flags.password && { password: flags.password }),
    ...(flags.keyring && { keyring: resolve(session.cwd, flags.keyring) }),
    warn: warnOf(session),
  }
}
