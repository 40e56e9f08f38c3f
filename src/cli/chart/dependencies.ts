import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createDownloader, loadRepositories } from '#repo'
import { buildDependencies, type DependencyOptions, loadChart, updateDependencies } from '#source'
import type { networkFlags } from '../flags/network.ts'
import { CliError } from '../frame/error.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { downloadOptions } from './download.ts'
import { type GlobalInput, helmEnvironmentOf } from './helm-environment.ts'
import { inHelmWords } from './missing-chart.ts'
import { repositoryFiles } from './network.ts'
import { updateAndReport } from './update-repositories.ts'
import { versionRules } from './versions.ts'

/** The flags of `dependency build` and `dependency update`, and of everything with `--dependency-update`. */
export type DependencyInput = Input<typeof networkFlags>['flags'] &
  GlobalInput & { readonly verify: boolean; readonly keyring: string | undefined; readonly 'skip-refresh'?: boolean }

/** Fetches what Chart.yaml declares (`update`) or what the lock file pins (`build`) into charts/. */
export async function fetchDependencies(
  verb: 'build' | 'update',
  folder: string,
  { flags, session }: { readonly flags: DependencyInput; readonly session: Session },
): Promise<void> {
  const options = await dependencyOptions(flags, session)
  if (!flags['skip-refresh']) await refresh(flags, session)
  await fetchUnmanaged(folder, options, { flags, session })
  await (verb === 'build' ? buildDependencies : updateDependencies)(folder, options).catch((error: unknown) => {
    throw inHelmWords(error, session.persona)
  })
}

interface Stage {
  readonly flags: DependencyInput
  readonly session: Session
}

/** The address of a repository with an index, be it one that a getter plugin knows. */
const REMOTE = /^(?!oci:|file:)[a-z][a-z0-9+.-]*:\/\//i

/**
 * Tries the repositories that the chart names and nobody added, and says how that went. One that gives no index ends the
 * command as in Helm, which then misses its cached copy. Source: helm pkg/downloader ensureMissingRepos.
 */
async function fetchUnmanaged(folder: string, options: DependencyOptions, { flags, session }: Stage): Promise<void> {
  if (!existsSync(join(folder, 'Chart.yaml'))) return
  const { metadata } = loadChart(folder, { compat: flags.compat })
  const isRemote = (url: string): boolean => REMOTE.test(url) && options.isConfigured?.(url) === false
  const urls = [...new Set((metadata.dependencies ?? []).map(({ repository }) => repository).filter(isRemote))]
  if (urls.length === 0) return
  session.stdout.write('Getting updates for unmanaged Helm repositories...\n')
  for (const url of urls) await tryIndex(url, { options, flags, session })
}

async function tryIndex(
  url: string,
  { options, flags, session }: Stage & { options: DependencyOptions },
): Promise<void> {
  try {
    await options.downloader.versions(url, '')
    session.stdout.write(`...Successfully got an update from the "${url}" chart repository\n`)
  } catch (cause) {
    const reason = messageOf(cause).replace(/^looks like .* cannot be reached: /, '')
    session.stdout.write(`...Unable to get an update from the "${url}" chart repository:\n\t${reason}\n`)
    const { repositoryCache } = helmEnvironmentOf(flags, session)
    const name = `helm-manager-${createHash('sha256').update(url).digest('hex')}`
    const missing = `open ${join(repositoryCache, `${name}-index.yaml`)}: no such file or directory`
    const text = `no cached repository for ${name} found. (try 'helm repo update'): ${missing}`
    throw new CliError('input', session.persona === 'helm' ? text : messageOf(cause), {
      hint: `Chart.yaml names the repository ${url}`,
      cause,
    })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Updates the cached indexes of all repositories first, as Helm does; none configured is fine. */
async function refresh(flags: DependencyInput, session: Session): Promise<void> {
  const files = repositoryFiles(flags, session)
  const known = await loadRepositories(files.repositoryConfig)
  if (!known || known.repositories.length === 0) return
  await updateAndReport([], files, session)
  session.stdout.write('Update Complete. ⎈Happy Helming!⎈\n')
}

async function dependencyOptions(flags: DependencyInput, session: Session): Promise<DependencyOptions> {
  const chartFlags = { ...flags, repo: undefined, version: undefined, devel: false, 'pass-credentials': false }
  const downloader = createDownloader(downloadOptions(chartFlags, session))
  const known = (await loadRepositories(repositoryFiles(flags, session).repositoryConfig))?.repositories ?? []
  return {
    downloader: {
      fetchChart: (repository, name, version) => downloader.fetchChart(repository, name, version),
      versions: async (repository, name) => [...(await downloader.versions(repository, name))],
    },
    versions: versionRules,
    repositoryUrl: (name) => known.find((entry) => entry.name === name)?.url,
    isConfigured: (url) => known.some((entry) => entry.url.replace(/\/$/, '') === url.replace(/\/$/, '')),
    nowMs: session.now(),
    compat: flags.compat,
    onOutput: (line) => session.stdout.write(`${line}\n`),
    onWarning: (line) => session.stderr.write(`${line}\n`),
  }
}
