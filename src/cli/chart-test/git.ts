import { execFile } from 'node:child_process'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** Where and how `git` is run. */
export interface GitPlace {
  /** A folder in a work tree. */
  readonly folder: string
  readonly session: Session
  /** An index of its own, so that the user's is left alone. */
  readonly indexFile?: string
}

/** Who calls us from a hook of git has these set; they would lead to another repository than the folder's. */
const FOREIGN = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY']
const MAX_OUTPUT_BYTES = 64 << 20

/** Runs `git` and gives what it prints. Throws CliError `input` with its own words. */
export function runGit(words: readonly string[], { folder, session, indexFile }: GitPlace): Promise<string> {
  const inherited = Object.entries(session.environment).filter(([name]) => !FOREIGN.includes(name))
  const env = { ...Object.fromEntries(inherited), GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' }
  const settings = {
    env: indexFile === undefined ? env : { ...env, GIT_INDEX_FILE: indexFile },
    maxBuffer: MAX_OUTPUT_BYTES,
    signal: session.signal,
  }
  return new Promise((resolve, reject) => {
    execFile('git', ['-C', folder, ...words], settings, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(session.signal.aborted ? session.signal.reason : failure(words, error, stderr))
    })
  })
}

function failure(words: readonly string[], error: Error & { code?: unknown }, stderr: string): CliError {
  if (error.code === 'ENOENT') return new CliError('input', 'git is not installed', { cause: error })
  const reason = stderr.trim().replace(/^(?:fatal|error): /, '') || `ended with ${String(error.code)}`
  return new CliError('input', `git ${words[0]}: ${reason}`, { cause: error })
}

/** What helps where a clone has too little. */
const SHALLOW = 'a clone of one commit has no others: git fetch --unshallow, or fetch-depth: 0 of actions/checkout'

/** The commit that a revision means. Throws CliError `input`. */
export async function commitOf(revision: string, place: GitPlace): Promise<string> {
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  try {
    return (await runGit(words, place)).trim()
  } catch (error) {
    if (!(error instanceof CliError) || !error.message.endsWith('ended with 1')) throw error
    throw new CliError('input', `no revision ${JSON.stringify(revision)} in the repository of ${place.folder}`, {
      hint: SHALLOW,
    })
  }
}

/** The last commit that a revision and HEAD have in common. Throws CliError `input`. */
export async function mergeBase(revision: string, place: GitPlace): Promise<string> {
  const commit = await commitOf(revision, place)
  try {
    return (await runGit(['merge-base', commit, 'HEAD'], place)).trim()
  } catch (error) {
    if (!(error instanceof CliError) || !error.message.endsWith('ended with 1')) throw error
    throw new CliError('input', `${revision} and HEAD have no commit in common`, { hint: SHALLOW })
  }
}

/** Whether anything in a folder differs from a commit: in later commits, in the work tree, in files that are not added yet. */
export async function isChanged(commit: string, place: GitPlace): Promise<boolean> {
  const tracked = await runGit(['diff', '--name-only', '--no-ext-diff', '--no-renames', commit, '--', '.'], place)
  return tracked !== '' || (await runGit(['ls-files', '--others', '--exclude-standard', '--', '.'], place)) !== ''
}
