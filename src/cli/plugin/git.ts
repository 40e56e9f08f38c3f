import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { versionRules } from '../chart/versions.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

const TIMEOUT_MS = 300_000
/** Most that git may print: the changes of a plugin that was changed by hand. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

interface Wish {
  readonly version: string | undefined
  readonly session: Session
}

/**
 * Clones a repository with its submodules; `version` is a tag, branch, commit, or a range of the tags. Throws CliError `input`.
 * Source: helm internal/plugin/installer/vcs_installer.go, github.com/Masterminds/vcs git.go.
 */
export function clonePlugin(url: string, folder: string, { version, session }: Wish): void {
  git(['clone', '--quiet', '--recursive', '--', url, folder], session)
  if (version === undefined || version === '') return
  git(['-C', folder, 'checkout', '--quiet', revisionOf(url, folder, { version, session }), '--'], session)
}

function revisionOf(url: string, folder: string, { version = '', session }: Wish): string {
  if (isReference(folder, version, session)) return version
  const tags = git(['-C', folder, 'tag', '--list'], session).split('\n')
  const { sortVersions, satisfies } = versionRules
  const found = sortVersions(tags).find((tag) => satisfies(version, tag))
  if (found !== undefined) return found
  throw new CliError('input', `requested version "${version}" does not exist for plugin "${url}"`, {
    hint: `tags: ${tags.filter((tag) => tag !== '').join(', ') || 'none'}`,
  })
}

/** Is it something that git can check out: also a branch of the remote that is not here yet? */
function isReference(folder: string, version: string, session: Session): boolean {
  if (version.startsWith('-')) return false
  const commit = ['rev-parse', '--verify', '--quiet', `${version}^{commit}`]
  return (
    succeeds(['-C', folder, ...commit], session) || succeeds(['-C', folder, 'show-ref', '--quiet', version], session)
  )
}

/**
 * Brings a clone up to date; one that stands on a tag or commit stays there. Throws CliError `input` where files of the
 * repository were changed by hand: others, such as an install hook fetches, do not count.
 */
export function pullPlugin(folder: string, session: Session): void {
  if (git(['-C', folder, 'diff'], session) !== '') {
    throw new CliError('input', 'plugin repo was modified', { hint: `see git -C ${folder} status` })
  }
  git(['-C', folder, 'fetch', '--quiet', '--tags'], session)
  if (!succeeds(['-C', folder, 'symbolic-ref', '--quiet', 'HEAD'], session)) return
  git(['-C', folder, 'pull', '--quiet', '--ff-only', '--recurse-submodules'], session)
}

function succeeds(words: readonly string[], session: Session): boolean {
  return run(words, session).status === 0
}

function git(words: readonly string[], session: Session): string {
  const result = run(words, session)
  if (result.status === 0) return result.stdout
  const reason = result.error?.message ?? result.stderr.trim()
  throw new CliError('input', `git ${words.find((word) => /^[a-z]/.test(word)) ?? ''}: ${reason}`)
}

function run(words: readonly string[], { environment, cwd }: Session): SpawnSyncReturns<string> {
  const env = { ...environment, GIT_TERMINAL_PROMPT: '0' }
  return spawnSync('git', words, { cwd, env, encoding: 'utf8', timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES })
}
