import { spawnSync } from 'node:child_process'
import { versionRules } from '../chart/versions.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

const TIMEOUT_MS = 300_000

/** Clones a repository; `version` is a tag, branch, commit, or a range of the tags. Throws CliError `input`. */
export function clonePlugin(
  url: string,
  folder: string,
  { version, session }: { readonly version: string | undefined; readonly session: Session },
): void {
  git(['clone', '--quiet', '--', url, folder], session)
  if (version === undefined || version === '') return
  git(['-C', folder, 'checkout', '--quiet', '--detach', revisionOf(url, folder, { version, session }), '--'], session)
}

function revisionOf(
  url: string,
  folder: string,
  { version, session }: { readonly version: string; readonly session: Session },
): string {
  if (!version.startsWith('-') && isReference(folder, version, session)) return version
  const tags = git(['-C', folder, 'tag', '--list'], session).split('\n')
  const { sortVersions, satisfies } = versionRules
  const found = sortVersions(tags).find((tag) => satisfies(tag, version))
  if (found !== undefined) return found
  throw new CliError('input', `requested version "${version}" does not exist for plugin "${url}"`)
}

function isReference(folder: string, version: string, session: Session): boolean {
  try {
    git(['-C', folder, 'rev-parse', '--verify', '--quiet', `${version}^{commit}`], session)
    return true
  } catch {
    return false
  }
}

/** Brings a clone up to date. Throws CliError `input` where it was changed by hand. */
export function pullPlugin(folder: string, session: Session): void {
  if (git(['-C', folder, 'status', '--porcelain'], session).trim() !== '') {
    throw new CliError('input', 'plugin repo was modified', { hint: `see git -C ${folder} status` })
  }
  git(['-C', folder, 'pull', '--quiet', '--ff-only'], session)
}

function git(words: readonly string[], { environment, cwd }: Session): string {
  const env = { ...environment, GIT_TERMINAL_PROMPT: '0' }
  const result = spawnSync('git', words, { cwd, env, encoding: 'utf8', timeout: TIMEOUT_MS })
  if (result.status === 0) return result.stdout
  const reason = result.error?.message ?? result.stderr.trim()
  throw new CliError('input', `git ${words.find((word) => /^[a-z]/.test(word)) ?? ''}: ${reason}`)
}
