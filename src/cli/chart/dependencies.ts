import { createDownloader, loadRepositories } from '#repo'
import { buildDependencies, type DependencyOptions, updateDependencies } from '#source'
import type { networkFlags } from '../flags/network.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { downloadOptions } from './download.ts'
import type { GlobalInput } from './helm-environment.ts'
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
  if (!flags['skip-refresh']) await refresh(flags, session)
  const options = await dependencyOptions(flags, session)
  await (verb === 'build' ? buildDependencies : updateDependencies)(folder, options)
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
