import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { readContent, writeContent } from './content-cache.ts'
import { fetchOci } from './download-oci.ts'
import { type Downloaded, type DownloadOptions, wantedVersion } from './download-options.ts'
import { messageOf, RepoError, wrapError } from './error.ts'
import { readIfPresent } from './file.ts'
import type { IndexEntry, IndexFile } from './index-file.ts'
import { findVersion, isVersionRange } from './index-find.ts'
import { isOci } from './oci/reference.ts'
import { findRepository, loadRepositories, type RepositoryEntry, repositoryEntry } from './repositories-file.ts'
import {
  fetchFrom,
  fetchIndex,
  indexPathOf,
  loadCachedIndex,
  type RepositoryOptions,
  resolveUrl,
} from './repository.ts'

/** An archive to fetch: `digest` is bare hex, empty when nothing promises one. */
interface Target {
  readonly url: string
  readonly entry: RepositoryEntry
  readonly version: string
  readonly digest: string
}

/** A chart from a classic repository. Throws RepoError. */
export async function fetchClassic(reference: string, options: DownloadOptions): Promise<Downloaded> {
  const target = await findTarget(reference, options)
  if (isOci(target.url)) return fetchOci(target.url, { ...options, version: target.version })
  const archive = await fetchArchive(target, options)
  const { provenance, warnings } = await fetchProvenance(target, reference, options)
  return {
    archive,
    fileName: fileNameOf(target.url),
    version: target.version,
    url: target.url,
    ...(provenance && { provenance }),
    printed: [],
    warnings: [...inexact(target.version, wantedVersion(options)), ...warnings],
  }
}

/** The last part of the path, decoded first, so that no `%2F` or `..` in it leads out of a folder. */
function fileNameOf(url: string): string {
  const { pathname } = new URL(url)
  const name = posix.basename(decodePath(pathname).replaceAll('\\', '/'))
  if (name !== '' && name !== '.' && name !== '..' && !name.includes('\0')) return name
  throw new RepoError('bad-url', `${url} – no file name – expected a path that ends in an archive`)
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Helm tells when one version was asked for and another one fits. */
function inexact(found: string, wanted: string): readonly string[] {
  if (found === '' || wanted === '' || found === wanted || isVersionRange(wanted)) return []
  return [`unable to find exact version ${wanted}; falling back to closest available version ${found}`]
}

/** The options that repository calls take, with the cache folder and proxies of the environment. */
export function repositoryOptions(options: DownloadOptions): RepositoryOptions {
  return { proxy: options.environment.proxy, ...options, repositoryCache: options.environment.repositoryCache }
}

function findTarget(reference: string, options: DownloadOptions): Promise<Target> {
  if (options.repoUrl) return targetInUrl(options.repoUrl, reference, options)
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(reference) ? targetOfUrl(reference, options) : targetInName(reference, options)
}

/** `--repo URL NAME`: the index is fetched and not kept. */
async function targetInUrl(url: string, name: string, options: DownloadOptions): Promise<Target> {
  const entry = withFlags(repositoryEntry({ name: '', url }), options)
  const version = wantedVersion(options)
  const what = `chart "${name}"${version === '' ? '' : ` version "${version}"`}`
  const fetched = options.index ?? fetchIndex(entry, repositoryOptions(options))
  const index = await Promise.resolve(fetched).catch((error: unknown) => {
    throw wrapError(`looks like "${url}" is not a valid chart repository or cannot be reached`, error)
  })
  try {
    return targetOf(findVersion(index, name, { satisfies: options.satisfies, version }), { entry, what })
  } catch (error) {
    if (!(error instanceof RepoError) || !error.code.startsWith('unknown-')) throw error
    throw new RepoError(error.code, `${what} not found in ${url} repository`, { hint: error.hint, cause: error })
  }
}

/** `REPO/NAME`: the cached index of a configured repository. */
async function targetInName(reference: string, options: DownloadOptions): Promise<Target> {
  const slash = reference.indexOf('/')
  if (slash < 0) {
    const text = `non-absolute URLs should be in form of repo_name/path_to_chart, got: ${reference}`
    throw new RepoError('bad-url', text, { hint: 'name the repository with --repo URL or as REPO/CHART' })
  }
  const [repository, name] = [reference.slice(0, slash), reference.slice(slash + 1)]
  const file = await loadRepositories(options.environment.repositoryConfig)
  const entry = withFlags(findRepository(file, repository), options)
  const index = await loadCachedIndex(repository, repositoryOptions(options))
  const found = findInIndex(index, name, { repository, options })
  return targetOf(found, { entry, what: `chart "${reference}"` })
}

function findInIndex(
  index: IndexFile,
  name: string,
  { repository, options }: { readonly repository: string; readonly options: DownloadOptions },
): IndexEntry {
  const version = wantedVersion(options)
  try {
    return findVersion(index, name, { satisfies: options.satisfies, version })
  } catch (error) {
    const hint = `(try 'helm repo update')`
    throw wrapError(`chart "${name}" matching ${version} not found in ${repository} index. ${hint}`, error)
  }
}

/** An archive's own URL; a repository that lists it lends its credentials and certificates. */
async function targetOfUrl(url: string, options: DownloadOptions): Promise<Target> {
  const owner = await findOwner(url, options)
  const entry = withFlags(owner ?? repositoryEntry({ name: '', url }), options)
  return { url, entry, version: '', digest: '' }
}

async function findOwner(url: string, { environment }: DownloadOptions): Promise<RepositoryEntry | undefined> {
  const file = await loadRepositories(environment.repositoryConfig)
  for (const entry of file?.repositories ?? []) {
    const text = await readIfPresent(indexPathOf(environment.repositoryCache, entry.name))
    if (text?.includes(url)) return entry
  }
  return undefined
}

function targetOf(
  found: IndexEntry,
  { entry, what }: { readonly entry: RepositoryEntry; readonly what: string },
): Target {
  const [url] = found.urls
  if (url === undefined) throw new RepoError('bad-index', `${what} has no downloadable URLs`)
  const digest = (found.digest ?? '').replace(/^sha256:/, '').toLowerCase()
  if (digest !== '' && !/^[0-9a-f]{64}$/.test(digest)) {
    throw new RepoError('bad-index', `${what} – digest ${found.digest} – expected 64 hex digits of SHA-256`)
  }
  return { url: resolveUrl(entry.url, url), entry, version: found.version, digest }
}

function withFlags(entry: RepositoryEntry, options: DownloadOptions): RepositoryEntry {
  const { username = '', password = '', passCredentialsAll = false } = options
  if (username === '' || password === '')
    return { ...entry, passCredentialsAll: passCredentialsAll || entry.passCredentialsAll }
  return { ...entry, username, password, passCredentialsAll }
}

async function fetchArchive({ url, entry, digest }: Target, options: DownloadOptions): Promise<Uint8Array> {
  const cache = options.usesCache === false ? '' : options.environment.contentCache
  if (cache !== '' && digest !== '') {
    const cached = await readContent(cache, digest, 'chart')
    if (cached !== undefined && sha256(cached) === digest) return cached
  }
  const bytes = await fetchFrom(url, entry, repositoryOptions(options)).catch((error: unknown) => {
    throw unknownScheme(error, url)
  })
  if (digest === '') return bytes
  const actual = sha256(bytes)
  if (actual !== digest) {
    const hint = 'the archive was replaced after it was indexed: run `repo update`, or ask who serves it'
    throw new RepoError('digest', `${url} – content has digest ${actual}, the index says ${digest}`, { hint })
  }
  if (cache !== '') await writeContent(cache, digest, { kind: 'chart', bytes })
  return bytes
}

/** Of a chart's own address Helm says otherwise that nobody knows its scheme. */
function unknownScheme(error: unknown, url: string): unknown {
  const isUnknown = error instanceof RepoError && error.message.startsWith('could not find protocol handler')
  if (!isUnknown) return error
  const text = `scheme ${JSON.stringify(url.slice(0, url.indexOf(':')))} not supported`
  return new RepoError(error.code, text, { hint: error.hint, cause: error })
}

interface Provenance {
  readonly provenance?: Uint8Array
  readonly warnings: readonly string[]
}

async function fetchProvenance(target: Target, reference: string, options: DownloadOptions): Promise<Provenance> {
  const { verify = 'never' } = options
  if (verify === 'never') return { warnings: [] }
  const url = `${target.url}.prov`
  try {
    return { provenance: await fetchFrom(url, target.entry, repositoryOptions(options)), warnings: [] }
  } catch (error) {
    if (verify === 'later')
      return { warnings: [`WARNING: Verification not found for ${reference}: ${messageOf(error)}`] }
    const code = error instanceof RepoError ? error.code : 'io'
    const hint = 'the chart is not signed: leave --verify out, or ask for a provenance file'
    throw new RepoError(code, `failed to fetch provenance "${url}"`, { hint, cause: error })
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
