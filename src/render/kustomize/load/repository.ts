import { KustomizeError } from '../error.ts'
import { cleanPath } from './path.ts'
import { readQuery } from './query.ts'

/** A git repository as an entry of a kustomization names it. */
export interface Repository {
  /** The entry as it is written. */
  readonly raw: string
  /** Scheme, user and host, with what separates them from the path: `https://github.com/`, `git@github.com:`. */
  readonly host: string
  /** Path of the repository: `org/repo`. */
  readonly path: string
  /** Folder of the kustomization in the repository; empty for its root. */
  readonly folder: string
  /** Branch, tag or commit; empty for the default branch. */
  readonly ref: string
  readonly timeoutMs: number
  readonly submodules: boolean
}

/** What `git` is given: host and path. */
export function cloneAddress(repository: Pick<Repository, 'host' | 'path'>): string {
  return repository.host + repository.path
}

/** Whether an address says by its form that it names a repository and no file: `.git`, `_git/`, `//`, `?ref=`. */
export function isMarkedRepository(entry: string): boolean {
  const path = entry.replace(/^[a-z]+:\/\//i, '')
  return (
    /\.git(?:[/?]|$)|_git\/|[?&](?:ref|version|submodules|timeout)=/.test(path) ||
    path.split('?', 1)[0]?.includes('//') === true
  )
}

/** The repository that an entry names, or undefined where it is a local path. `warn` takes what the reference logs. */
export function repositoryOf(entry: string, warn?: (line: string) => void): Repository | undefined {
  try {
    return parseRepository(entry, warn)
  } catch (error) {
    if (error instanceof KustomizeError) return undefined
    throw error
  }
}

/** Takes an address apart. Throws `remote` with the reference's text where it names no repository. */
export function parseRepository(entry: string, warn?: (line: string) => void): Repository {
  if (entry.startsWith('/')) throw refusal(`uri looks like abs path: ${entry}`)
  const mark = entry.indexOf('?')
  const address = mark < 0 ? entry : entry.slice(0, mark)
  const query = readQuery(mark < 0 ? '' : entry.slice(mark + 1))
  const { host, rest } = splitHost(address, warn)
  const { path, folder } = splitPath(rest, host)
  return { raw: entry, host, path, folder, ...query }
}

const FORCED_GIT =
  "Warning: Forcing the git protocol using the 'git::' URL prefix is not supported. " +
  'Kustomize currently strips this invalid prefix, but will stop doing so in a future release. ' +
  "Please remove the 'git::' prefix from your configuration."

function splitHost(address: string, warn?: (line: string) => void): { host: string; rest: string } {
  const plain = withoutPrefix(address, 'git::')
  if (plain !== undefined) warn?.(FORCED_GIT)
  const { scheme, rest: behindScheme } = splitScheme(plain ?? address)
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(behindScheme)?.[0] ?? ''
  const behindUser = behindScheme.slice(user.length)
  const isGithub = /^github\.com[/:]/i.test(behindUser)
  const isScp = scheme === '' && (user !== '' || isGithub)
  if (scheme === '' && !isScp) throw refusal('failed to parse scheme')
  if (scheme === 'file://') return { host: scheme, rest: user + behindUser }
  const end = findSeparator(behindUser, isScp)
  const rest = end < 0 ? '' : behindUser.slice(end + 1)
  if (isGithub) return { host: githubHost(scheme, user), rest }
  const host = end < 0 ? behindUser : behindUser.slice(0, end + 1)
  if (host === '') throw refusal('failed to parse host segment')
  return { host: scheme + user + host, rest }
}

function splitScheme(address: string): { scheme: string; rest: string } {
  for (const scheme of ['ssh://', 'https://', 'http://', 'file://']) {
    const rest = withoutPrefix(address, scheme)
    if (rest !== undefined) return { scheme, rest }
  }
  return { scheme: '', rest: address }
}

function withoutPrefix(text: string, prefix: string): string | undefined {
  return text.slice(0, prefix.length).toLowerCase() === prefix ? text.slice(prefix.length) : undefined
}

function githubHost(scheme: string, user: string): string {
  return scheme === 'ssh://' || user !== '' ? `${user}github.com:` : 'https://github.com/'
}

// A colon separates host and path only where there is no scheme and no slash before it.
function findSeparator(address: string, isScp: boolean): number {
  const slash = address.indexOf('/')
  if (!isScp) return slash
  const colon = address.indexOf(':')
  return slash < 0 || (colon > 0 && colon < slash) ? colon : slash
}

function splitPath(rest: string, host: string): { path: string; folder: string } {
  const parts = splitAtMarker(rest) ?? splitByCount(rest, host)
  if (parts === undefined || parts.path === '') throw refusal('failed to parse repo path segment')
  const first = cleanPath(parts.folder.replace(/^\//, '')).split('/')[0]
  if (first === '..') throw refusal(`url path exits repo: ${rest}`)
  return { path: parts.path, folder: parts.folder.replace(/^\//, '') }
}

function splitAtMarker(rest: string): { path: string; folder: string } | undefined {
  const azure = rest.indexOf('_git/')
  if (azure >= 0) {
    const [name = '', ...folders] = rest.slice(azure + '_git/'.length).split('/')
    return { path: rest.slice(0, azure + '_git/'.length) + name, folder: folders.join('/') }
  }
  const double = rest.indexOf('//')
  if (double >= 0) return { path: rest.slice(0, double), folder: rest.slice(double + 2) }
  const suffix = rest.indexOf('.git')
  if (suffix < 0) return undefined
  return { path: rest.slice(0, suffix + '.git'.length), folder: rest.slice(suffix + '.git'.length) }
}

const ORGANISATION_AND_NAME = 2

function splitByCount(rest: string, host: string): { path: string; folder: string } | undefined {
  if (host.startsWith('file://')) return { path: rest, folder: '' }
  const segments = rest.split('/')
  if (segments.length < ORGANISATION_AND_NAME) return undefined
  return {
    path: segments.slice(0, ORGANISATION_AND_NAME).join('/'),
    folder: segments.slice(ORGANISATION_AND_NAME).join('/'),
  }
}

function refusal(message: string): KustomizeError {
  return new KustomizeError({ code: 'remote', message })
}
