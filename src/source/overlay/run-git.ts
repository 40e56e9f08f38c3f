import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SourceError } from '../error.ts'

/** How `git` is run. */
export interface RunOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  readonly timeoutMs: number
  /** Most that it may print. */
  readonly limitBytes: number
  readonly signal: AbortSignal
  /** The words that messages show instead of those that are run. */
  readonly shownAs?: readonly string[]
}

/** Settings that keep a foreign repository from running anything or asking anybody. */
const SAFE = ['-c', 'core.hooksPath=/dev/null', '-c', 'protocol.ext.allow=never']
const QUIET = { GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: undefined }

/** Runs `git` and gives what it prints. Throws `not-found` without `git`, `io` with its own words, and for a time-out. */
export async function runGit(words: readonly string[], options: RunOptions): Promise<string> {
  const { environment, cwd, timeoutMs, limitBytes, signal, shownAs = words } = options
  const command = (): string => [programPath(environment), ...shownAs.filter((word) => word !== '--')].join(' ')
  return new Promise((resolve, reject) => {
    const settings = {
      env: { ...environment, ...QUIET } as NodeJS.ProcessEnv,
      timeout: timeoutMs,
      maxBuffer: limitBytes,
      signal,
      encoding: 'utf8' as const,
      ...(cwd !== undefined && { cwd }),
    }
    execFile('git', [...SAFE, ...words], settings, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(failure(error, { command, output: stdout + stderr, timeoutMs }))
    })
  })
}

/** Where `git` is, as the reference's messages name it. */
function programPath({ PATH = '' }: RunOptions['environment']): string {
  const folder = PATH.split(delimiter).find((each) => existsSync(join(each, 'git')))
  return folder === undefined ? 'git' : join(folder, 'git')
}

interface Run {
  readonly command: () => string
  readonly output: string
  readonly timeoutMs: number
}

function failure(
  error: Error & { code?: unknown; killed?: boolean },
  { command, output, timeoutMs }: Run,
): SourceError {
  if (error.code === 'ENOENT') {
    const hint = 'install git, or replace the remote entry by a folder'
    return new SourceError('not-found', `no 'git' program on path`, { hint, cause: error })
  }
  if (error.killed === true && error.code !== 'ABORT_ERR') {
    const hint = 'allow more with ?timeout=120s behind the address'
    return new SourceError('io', `hit ${timeoutMs / 1000}s timeout running '${command()}'`, { hint, cause: error })
  }
  const status = typeof error.code === 'number' ? `exit status ${error.code}` : error.message
  return new SourceError('io', `failed to run '${command()}': ${output}: ${status}`, { cause: error })
}
