import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, RepoError, wrapError } from './error.ts'
import { readIfPresent, writeAtomic } from './file.ts'
import { fetchForeign } from './foreign.ts'
import { basicAuth, parseUrl, send } from './http.ts'
import type { BasicCredentials, HttpOptions } from './http-options.ts'
import { type IndexFile, type IndexWarning, parseIndex } from './index-file.ts'
import { changeRepositories, loadRepositories, type RepositoryEntry } from './repositories-file.ts'

/** How to talk to classic repositories: `repositoryCache` is where `NAME-index.yaml` lies. */
export interface RepositoryOptions extends HttpOptions {
  readonly repositoryCache: string
  readonly warn?: (warning: IndexWarning) => void
}

/** What one repository's update came to. */
export interface UpdateResult {
  readonly entry: RepositoryEntry
  readonly error?: RepoError
}

/** The path of a repository's cached index. */
export function indexPathOf(repositoryCache: string, name: string): string {
  return join(repositoryCache, `${name === '' ? '' : `${name}-`}index.yaml`)
}

/** The path of a repository's cached list of chart names. */
export function chartsPathOf(repositoryCache: string, name: string): string {
  return join(repositoryCache, `${name === '' ? '' : `${name}-`}charts.txt`)
}

/**
 * Fetches one URL of a repository: its certificate files and time-outs, and its credentials only when the URL is on the
 * repository's own scheme, host and port, or `passCredentialsAll` is set. Throws RepoError; any status but 200 is one.
 */
export async function fetchFrom(url: string, entry: RepositoryEntry, options: HttpOptions): Promise<Uint8Array> {
  const foreign = await fetchForeign(url, { ...options, ...tlsOf(entry, options) }, entry)
  if (foreign !== undefined) return foreign
  const headers: Record<string, string> = { accept: 'application/gzip,application/octet-stream' }
  const credentials = credentialsFor(url, entry)
  if (credentials !== undefined) headers.authorization = basicAuth(credentials.username, credentials.password)
  const answer = await send({ ...options, ...tlsOf(entry, options), url, headers })
  if (answer.status === 200) return answer.body
  const text = `failed to fetch ${url} : ${answer.statusText}`
  if (answer.status === 404) throw new RepoError('not-found', text)
  if (answer.status !== 401 && answer.status !== 403) throw new RepoError('http-status', text)
  const hint =
    credentials === undefined && entry.username !== ''
      ? 'credentials are kept to the host of the repository; --pass-credentials sends them everywhere'
      : 'check --username and --password'
  throw new RepoError('unauthorized', text, { hint })
}

/** A URL from an index, made absolute: relative ones stand beside the index, whose query is kept. */
export function resolveUrl(base: string, reference: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference)) return reference
  const root = URL.parse(base)
  if (root === null) throw new RepoError('bad-url', `failed to parse ${base} as URL`)
  const { search } = root
  root.pathname = `${root.pathname.replace(/\/$/, '')}/`
  const url = URL.parse(reference, root)
  if (url === null) throw new RepoError('bad-url', `failed to parse ${reference} as URL`)
  url.search = search
  return url.href
}

/** Fetches and reads a repository's index, and caches it (with the list of names) when the entry has a name. */
export async function fetchIndex(entry: RepositoryEntry, options: RepositoryOptions): Promise<IndexFile> {
  const body = await fetchFrom(resolveUrl(entry.url, 'index.yaml'), entry, options)
  const index = parseIndex(Buffer.from(body).toString('utf8'), entry.url, options.warn)
  if (entry.name === '') return index
  const names = [...index.entries.keys()].map((name) => `${name}\n`).join('')
  await writeAtomic(chartsPathOf(options.repositoryCache, entry.name), names, 0o644)
  await writeAtomic(indexPathOf(options.repositoryCache, entry.name), body, 0o644)
  return index
}

/** The cached index of a repository. Throws RepoError `bad-index`, or `unknown-repository` when nothing is cached. */
export async function loadCachedIndex(name: string, options: RepositoryOptions): Promise<IndexFile> {
  const path = indexPathOf(options.repositoryCache, name)
  const text = await readIfPresent(path)
  const prefix = "no cached repo found. (try 'helm repo update')"
  if (text === undefined) {
    throw new RepoError('unknown-repository', `${prefix}: open ${path}: no such file or directory`)
  }
  try {
    return parseIndex(text, path, options.warn)
  } catch (error) {
    throw wrapError(`${prefix}: error loading ${path}`, error)
  }
}

/**
 * Adds a repository after its index was fetched. Returns what Helm prints.
 * Throws RepoError `exists` when the name is taken by another configuration and `isForced` is not set.
 */
export async function addRepository(
  entry: RepositoryEntry,
  options: RepositoryOptions & { readonly repositoryConfig: string; readonly isForced?: boolean },
): Promise<string> {
  if (entry.name.includes('/')) {
    const text = `repository name (${entry.name}) contains '/', please specify a different name without '/'`
    throw new RepoError('bad-config', text)
  }
  let printed = `"${entry.name}" has been added to your repositories`
  await changeRepositories(options.repositoryConfig, async (file) => {
    const existing = file.repositories.find((item) => item.name === entry.name)
    if (existing !== undefined && options.isForced !== true) {
      if (!isSame(existing, entry)) throw taken(entry.name)
      printed = `"${entry.name}" already exists with the same configuration, skipping`
      return file
    }
    await fetchIndexToAdd(entry, options)
    const others = file.repositories.map((item) => (item.name === entry.name ? entry : item))
    return { ...file, repositories: existing === undefined ? [...file.repositories, entry] : others }
  })
  return printed
}

/** Removes repositories and what is cached of them. Returns what Helm prints, one line a name. */
export async function removeRepositories(
  names: readonly string[],
  options: RepositoryOptions & { readonly repositoryConfig: string },
): Promise<readonly string[]> {
  const before = await loadRepositories(options.repositoryConfig)
  if (before === undefined || before.repositories.length === 0) {
    throw new RepoError('unknown-repository', 'no repositories configured')
  }
  const printed: string[] = []
  for (const name of names) {
    await changeRepositories(options.repositoryConfig, (file) => {
      const repositories = file.repositories.filter((item) => item.name !== name)
      if (repositories.length < file.repositories.length) return { ...file, repositories }
      throw new RepoError('unknown-repository', `no repo named "${name}" found`)
    })
    await rm(chartsPathOf(options.repositoryCache, name), { force: true })
    await rm(indexPathOf(options.repositoryCache, name), { force: true })
    printed.push(`"${name}" has been removed from your repositories`)
  }
  return printed
}

/**
 * Fetches the indexes of all repositories, or of those named, at once; `report` hears of each as it ends.
 * Throws RepoError `unknown-repository` when there are none or a name is not known.
 */
export async function updateRepositories(
  names: readonly string[],
  options: RepositoryOptions & { readonly repositoryConfig: string },
  report: (result: UpdateResult) => void = () => {},
): Promise<readonly UpdateResult[]> {
  const file = await loadRepositories(options.repositoryConfig)
  const known = file?.repositories ?? []
  if (known.length === 0) {
    throw new RepoError('unknown-repository', 'no repositories found. You must add one before updating')
  }
  const stranger = names.find((name) => !known.some((entry) => entry.name === name))
  if (stranger !== undefined) {
    const text = `no repositories found matching '${stranger}'.  Nothing will be updated`
    throw new RepoError('unknown-repository', text, { hint: `known: ${known.map((entry) => entry.name).join(', ')}` })
  }
  const chosen = names.length === 0 ? known : known.filter((entry) => names.includes(entry.name))
  return Promise.all(
    chosen.map(async (entry) => {
      const result = await updateOne(entry, options)
      report(result)
      return result
    }),
  )
}

async function updateOne(entry: RepositoryEntry, options: RepositoryOptions): Promise<UpdateResult> {
  try {
    await fetchIndex(entry, options)
    return { entry }
  } catch (error) {
    return {
      entry,
      error: error instanceof RepoError ? error : new RepoError('io', messageOf(error), { cause: error }),
    }
  }
}

async function fetchIndexToAdd(entry: RepositoryEntry, options: RepositoryOptions): Promise<void> {
  try {
    await fetchIndex(entry, options)
  } catch (error) {
    throw wrapError(
      `looks like ${JSON.stringify(entry.url)} is not a valid chart repository or cannot be reached`,
      error,
    )
  }
}

function credentialsFor(url: string, entry: RepositoryEntry): BasicCredentials | undefined {
  if (entry.username === '' || entry.password === '') return undefined
  if (entry.passCredentialsAll) return entry
  const [target, home] = [parseUrl(url), parseUrl(entry.url)]
  return target.protocol === home.protocol && target.host === home.host ? entry : undefined
}

/** What the flags say stands before what repositories.yaml says. */
function tlsOf(entry: RepositoryEntry, options: HttpOptions): HttpOptions {
  return {
    caFile: options.caFile || entry.caFile,
    certFile: options.certFile || entry.certFile,
    keyFile: options.keyFile || entry.keyFile,
    insecureSkipTlsVerify: options.insecureSkipTlsVerify === true || entry.insecureSkipTlsVerify,
  }
}

function isSame(a: RepositoryEntry, b: RepositoryEntry): boolean {
  return (Object.keys(b) as (keyof RepositoryEntry)[]).every((key) => a[key] === b[key])
}

function taken(name: string): RepoError {
  const text = `repository name (${name}) already exists, please specify a different name`
  return new RepoError('exists', text, { hint: 'replace it with --force-update' })
}
