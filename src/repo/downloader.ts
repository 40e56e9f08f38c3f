import { downloadChart } from './download.ts'
import { repositoryOptions } from './download-classic.ts'
import { openRegistry } from './download-oci.ts'
import type { DownloadOptions } from './download-options.ts'
import { RepoError, wrapError } from './error.ts'
import type { IndexFile } from './index-file.ts'
import { isOci, parseReference } from './oci/reference.ts'
import { listVersions } from './oci/tags.ts'
import { findRepository, loadRepositories, type RepositoriesFile, repositoryEntry } from './repositories-file.ts'
import { fetchIndex, loadCachedIndex } from './repository.ts'

/** A chart that a dependency asked for. */
export interface FetchedChart {
  readonly bytes: Uint8Array
  /** The version that was chosen. */
  readonly version: string
  readonly url: string
}

/** Charts by repository, as a `dependencies:` entry names it: a URL, `oci://…`, `@NAME` or `alias:NAME`. */
export interface Downloader {
  /** Throws RepoError: `unknown-repository`, `unknown-chart`, `unknown-version`, and any of the transport. */
  fetchChart(repository: string, name: string, version: string): Promise<FetchedChart>
  /** Versions newest first; empty when the chart is not there. */
  versions(repository: string, name: string): Promise<readonly string[]>
}

/** A downloader that fetches the index of each repository once, and uses what is configured for known ones. */
export function createDownloader(options: DownloadOptions): Downloader {
  const indexes = new Map<string, Promise<IndexFile>>()
  const state: State = { options, indexes, file: undefined }
  return {
    fetchChart: (repository, name, version) => fetchChart(state, repository, { name, version }),
    versions: (repository, name) => versionsOf(state, repository, name),
  }
}

interface State {
  readonly options: DownloadOptions
  readonly indexes: Map<string, Promise<IndexFile>>
  file: Promise<RepositoriesFile | undefined> | undefined
}

interface Wanted {
  readonly name: string
  readonly version: string
}

async function fetchChart(state: State, repository: string, { name, version }: Wanted): Promise<FetchedChart> {
  const options = { ...state.options, version }
  if (isOci(repository)) {
    const { archive, version: chosen, url } = await downloadChart(`${repository.replace(/\/+$/, '')}/${name}`, options)
    return { bytes: archive, version: chosen, url }
  }
  const known = await knownName(state, repository)
  const found =
    known === undefined
      ? await downloadChart(name, { ...options, repoUrl: repository, index: await indexOf(state, repository) })
      : await downloadChart(`${known}/${name}`, options)
  return { bytes: found.archive, version: found.version, url: found.url }
}

async function versionsOf(state: State, repository: string, name: string): Promise<readonly string[]> {
  if (isOci(repository)) {
    const reference = `${repository.replace(/\/+$/, '')}/${name}`
    return listVersions(openRegistry(parseReference(reference).host, state.options), reference)
  }
  const index = await indexOf(state, repository)
  return (index.entries.get(name) ?? []).map((entry) => entry.version)
}

function indexOf(state: State, repository: string): Promise<IndexFile> {
  const started = state.indexes.get(repository) ?? readIndex(state, repository)
  state.indexes.set(repository, started)
  return started
}

async function readIndex(state: State, repository: string): Promise<IndexFile> {
  const options = repositoryOptions(state.options)
  const known = await knownName(state, repository)
  if (known !== undefined) return loadCachedIndex(known, options)
  try {
    return await fetchIndex(repositoryEntry({ name: '', url: repository }), options)
  } catch (error) {
    throw wrapError(`looks like "${repository}" is not a valid chart repository or cannot be reached`, error)
  }
}

/** The configured name of `@NAME`, `alias:NAME` or a URL; undefined for a URL that is not configured. */
async function knownName(state: State, repository: string): Promise<string | undefined> {
  state.file ??= loadRepositories(state.options.environment.repositoryConfig)
  const file = await state.file
  const alias = /^(?:@|alias:)(.+)$/.exec(repository)?.[1]
  if (alias !== undefined) return findRepository(file, alias).name
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(repository)) {
    throw new RepoError('bad-url', `${repository} – not a repository – expected a URL, @NAME or alias:NAME`)
  }
  return file?.repositories.find((entry) => sameUrl(entry.url, repository))?.name
}

function sameUrl(a: string, b: string): boolean {
  return a.replace(/\/+$/, '') === b.replace(/\/+$/, '')
}
