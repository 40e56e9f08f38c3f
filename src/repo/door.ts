import type { CredentialFiles } from './credentials.ts'
import type { Downloaded, DownloadOptions } from './download-options.ts'
import type { Downloader } from './downloader.ts'
import type { BasicCredentials, HttpAnswer, HttpOptions, HttpRequest } from './http-options.ts'
import type { BuildOptions } from './index-build.ts'
import type { IndexFile, IndexWarning } from './index-file.ts'
import type { ChartMetadata } from './metadata.ts'
import type { PulledPlugin } from './oci/pull-plugin.ts'
import type { Pushed } from './oci/push.ts'
import type { RegistryOptions } from './oci/registry.ts'
import type { PackedChart, Signer, Verification } from './provenance.ts'
import type { RepositoriesFile, RepositoryEntry } from './repositories-file.ts'
import type { RepositoryOptions, UpdateResult } from './repository.ts'
import type { SearchReport, SearchRepositoriesOptions } from './search-repositories.ts'

// Everything here is loaded when it is first called: rendering a local chart pays for no HTTP client.

/** Options of the calls that change repositories.yaml. */
export type ConfiguredOptions = RepositoryOptions & { readonly repositoryConfig: string }

/** The body at an address, such as a values file. Throws RepoError `http-status` and what the transport throws. */
export async function fetchUrl(url: string, options: HttpOptions): Promise<Uint8Array> {
  const { fetchForeign } = await import('./foreign.ts')
  const foreign = await fetchForeign(url, options)
  if (foreign !== undefined) return foreign
  const { send } = await import('./http.ts')
  const answer = await send({ url, ...options })
  if (answer.status === 200) return answer.body
  const { RepoError } = await import('./error.ts')
  throw new RepoError('http-status', `failed to fetch ${url} : ${answer.statusText}`)
}

/** One HTTP request, whatever its answer's status. Throws RepoError: see `http.ts`. */
export async function sendRequest(request: HttpRequest): Promise<HttpAnswer> {
  return (await import('./http.ts')).send(request)
}

/** Fetches a chart that a user names: see `download.ts`. */
export async function downloadChart(reference: string, options: DownloadOptions): Promise<Downloaded> {
  return (await import('./download.ts')).downloadChart(reference, options)
}

/** What a plugin of a registry is called: see `oci/pull-plugin.ts`. */
export async function pluginNameOf(reference: string): Promise<string> {
  return (await import('./oci/pull-plugin.ts')).pluginNameOf(reference)
}

/** Fetches a plugin of Helm 4 from a registry: see `download-oci.ts`. */
export async function downloadPlugin(reference: string, options: DownloadOptions): Promise<PulledPlugin> {
  return (await import('./download-oci.ts')).fetchPlugin(reference, options)
}

/** A `Downloader` for dependencies; it opens nothing before its first call. */
export function createDownloader(options: DownloadOptions): Downloader {
  let started: Promise<Downloader> | undefined
  const start = (): Promise<Downloader> => {
    started ??= import('./downloader.ts').then((module) => module.createDownloader(options))
    return started
  }
  return {
    fetchChart: async (repository, name, version) => (await start()).fetchChart(repository, name, version),
    versions: async (repository, name) => (await start()).versions(repository, name),
  }
}

/** repositories.yaml; undefined when there is none. */
export async function loadRepositories(path: string): Promise<RepositoriesFile | undefined> {
  return (await import('./repositories-file.ts')).loadRepositories(path)
}

/** `helm repo add`; returns what Helm prints. */
export async function addRepository(
  entry: Partial<RepositoryEntry> & Pick<RepositoryEntry, 'name' | 'url'>,
  options: ConfiguredOptions & { readonly isForced?: boolean },
): Promise<string> {
  const { repositoryEntry } = await import('./repositories-file.ts')
  return (await import('./repository.ts')).addRepository(repositoryEntry(entry), options)
}

/** `helm repo remove`; returns what Helm prints. */
export async function removeRepositories(
  names: readonly string[],
  options: ConfiguredOptions,
): Promise<readonly string[]> {
  return (await import('./repository.ts')).removeRepositories(names, options)
}

/** `helm repo update`; `report` hears of each repository as it ends. */
export async function updateRepositories(
  names: readonly string[],
  options: ConfiguredOptions,
  report?: (result: UpdateResult) => void,
): Promise<readonly UpdateResult[]> {
  return (await import('./repository.ts')).updateRepositories(names, options, report)
}

/** The cached index of a configured repository. */
export async function loadCachedIndex(name: string, options: RepositoryOptions): Promise<IndexFile> {
  return (await import('./repository.ts')).loadCachedIndex(name, options)
}

/** `helm repo index`. */
export async function writeIndex(
  folder: string,
  options: Omit<BuildOptions, 'merge'> & {
    readonly mergePath?: string
    readonly isJson?: boolean
    readonly warn?: (warning: IndexWarning) => void
  },
): Promise<IndexFile> {
  return (await import('./index-build.ts')).writeIndex(folder, options)
}

/** `helm search repo`. */
export async function searchRepositories(term: string, options: SearchRepositoriesOptions): Promise<SearchReport> {
  return (await import('./search-repositories.ts')).searchRepositories(term, options)
}

/** `helm push`. Without `credentials` in the options, those of `files` are used. */
export async function pushArchive(
  path: string,
  remote: string,
  options: RegistryOptions & { readonly files?: CredentialFiles },
): Promise<Pushed> {
  const { files } = options
  const { findCredentials } = await import('./credentials.ts')
  const kept = files === undefined ? {} : { credentials: (host: string) => findCredentials(host, files) }
  return (await import('./publish.ts')).pushArchive(path, remote, { ...kept, ...options })
}

/** `helm registry login`; returns what Helm prints. */
export async function loginRegistry(
  host: string,
  credentials: BasicCredentials,
  options: RegistryOptions & { readonly files: CredentialFiles },
): Promise<string> {
  return (await import('./oci/login.ts')).login(host, credentials, options)
}

/** `helm registry logout`; returns what Helm prints. */
export async function logoutRegistry(host: string, files: CredentialFiles): Promise<string> {
  return (await import('./oci/login.ts')).logout(host, files)
}

/** The text of a provenance file: see `provenance.ts`. */
export async function signChart(
  chart: PackedChart & { readonly metadata: ChartMetadata },
  signer: Signer,
  now: Date,
): Promise<string> {
  return (await import('./provenance.ts')).signChart(chart, signer, now)
}

/** The text of a provenance file of any archive: see `provenance.ts`. */
export async function signArchive(
  packed: PackedChart & { readonly metadata: string },
  signer: Signer,
  now: Date,
): Promise<string> {
  return (await import('./provenance.ts')).signArchive(packed, signer, now)
}

/** Checks a provenance file: see `provenance.ts`. */
export async function verifyChart(
  chart: PackedChart & { readonly provenance: string },
  keyring: string,
  now: Date,
): Promise<Verification> {
  return (await import('./provenance.ts')).verifyChart(chart, keyring, now)
}

/** `helm verify PATH`: checks `PATH.prov` against the archive at PATH. */
export async function verifyFile(path: string, keyring: string, now: Date): Promise<Verification> {
  return (await import('./provenance.ts')).verifyFile(path, keyring, now)
}

/** What Helm prints about a verified chart. */
export async function printVerification(verification: Verification): Promise<readonly string[]> {
  return (await import('./provenance.ts')).printVerification(verification)
}
