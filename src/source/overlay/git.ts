import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { SourceError } from '../error.ts'
import { defaultLimits } from '../limits.ts'
import type { RepositoryRequest } from './files.ts'
import { knownCommit, rememberCommit } from './pinned-commit.ts'
import { type RunOptions, runGit } from './run-git.ts'

/** Where repositories are kept, and how `git` is run. */
export interface GitOptions {
  readonly cacheFolder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly onWarning?: (line: string) => void
}

const FULL_COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/

/**
 * The folder of a repository's files at the commit that a branch, tag or commit now means. A commit is fetched once: a
 * full commit needs no network afterwards, and a branch that cannot be asked for keeps its last commit. Throws `io` with
 * what `git` said, and `not-found` without `git`.
 */
export async function fetchRepository(request: RepositoryRequest, options: GitOptions): Promise<string> {
  const home = join(options.cacheFolder, createHash('sha256').update(request.url).digest('hex').slice(0, KEY_LENGTH))
  if (FULL_COMMIT.test(request.ref)) {
    const folder = folderOf(home, request.ref, request)
    return existsSync(folder) ? folder : fetchInto(home, request, options)
  }
  try {
    return await fetchNamed(home, request, options)
  } catch (error) {
    const commit = knownCommit(home, request.ref)
    if (commit === undefined || !existsSync(folderOf(home, commit, request))) throw error
    options.onWarning?.(`# Warning: ${request.url} cannot be reached; its last known commit ${commit} is used.`)
    return folderOf(home, commit, request)
  }
}

const KEY_LENGTH = 24

function folderOf(home: string, commit: string, { submodules }: RepositoryRequest): string {
  return join(home, submodules ? commit : `${commit}-alone`)
}

/** A branch or tag: the remote is asked what it means, and only a commit that is not there is fetched. */
async function fetchNamed(home: string, request: RepositoryRequest, options: GitOptions): Promise<string> {
  const shownAs = ['fetch', '--depth=1', request.url, request.ref === '' ? 'HEAD' : request.ref]
  const words = ['ls-remote', '--', request.url, ...refPatterns(request.ref)]
  const listed = await runGit(words, { ...runOptions(request, options), shownAs })
  const commit = commitOf(listed, request.ref)
  const folder = commit === undefined ? undefined : folderOf(home, commit, request)
  if (folder === undefined || !existsSync(folder)) return fetchInto(home, request, options)
  rememberCommit(home, request.ref, commit as string)
  return folder
}

function refPatterns(ref: string): string[] {
  return ref === '' ? ['HEAD'] : [ref, `${ref}^{}`]
}

/** The commit of a listing, in the order in which `git` itself looks names up. */
function commitOf(listed: string, ref: string): string | undefined {
  const commits = new Map(listed.split('\n').map((line) => line.split('\t').reverse() as [string, string]))
  const names =
    ref === '' ? ['HEAD'] : [ref, `refs/${ref}`, `refs/tags/${ref}^{}`, `refs/tags/${ref}`, `refs/heads/${ref}`]
  for (const name of names) {
    const commit = commits.get(name)
    if (commit !== undefined && FULL_COMMIT.test(commit)) return commit
  }
  return undefined
}

async function fetchInto(home: string, request: RepositoryRequest, options: GitOptions): Promise<string> {
  mkdirSync(home, { recursive: true })
  const work = mkdtempSync(join(home, 'fetch-'))
  try {
    const commit = await checkOut(work, request, options)
    const folder = folderOf(home, commit, request)
    // another run may have been quicker
    if (!existsSync(folder)) renameSync(work, folder)
    rememberCommit(home, request.ref, commit)
    return folder
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function checkOut(work: string, request: RepositoryRequest, options: GitOptions): Promise<string> {
  const run = { ...runOptions(request, options), cwd: work }
  const ref = request.ref === '' ? 'HEAD' : request.ref
  await runGit(['init', '--quiet', '--template='], run)
  // submodules with relative addresses need a remote
  await runGit(['remote', 'add', 'origin', request.url], run)
  await runGit(['fetch', '--depth=1', '--', request.url, ref], run)
  await runGit(['checkout', '--quiet', 'FETCH_HEAD'], run)
  if (request.submodules && existsSync(join(work, '.gitmodules'))) {
    await runGit(['submodule', 'update', '--init', '--recursive'], run)
  }
  const commit = (await runGit(['rev-parse', 'HEAD'], run)).trim()
  if (!FULL_COMMIT.test(commit)) throw new SourceError('io', `${request.url}: git names no commit for ${ref}`)
  return commit
}

function runOptions({ timeoutMs }: RepositoryRequest, { environment, signal }: GitOptions): RunOptions {
  return { environment, signal, timeoutMs, limitBytes: defaultLimits.totalBytes }
}
