import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { randomInt, randomUUID } from 'node:crypto'
import { accessSync, constants, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { KustomizeError, type Program, type ProgramOutcome } from '#render'
import { defaultLimits } from '#source'
import { labelWords, MARK, removeMarkedContainers, stopMarked } from './functions-stop.ts'

/** How programs are run. */
export interface RunSettings {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** How long one may take; by default a minute, and five for a container. */
  readonly limitMs?: number | undefined
  /** Most that one may print, in bytes. */
  readonly limitBytes?: number | undefined
}

/** Runs a program and waits for its end. Throws `limit` where it takes too long or prints too much. */
export function runProgram(program: Program, settings: RunSettings): ProgramOutcome {
  const { configText } = program
  if (configText === undefined) return run(program, settings)
  const configPath = join(tmpdir(), `kust-plugin-config-${randomInt(MAX_RANDOM)}`)
  writeFileSync(configPath, configText, { flag: 'wx', mode: 0o600 })
  try {
    return { ...run({ ...program, args: [configPath, ...program.args] }, settings), configPath }
  } finally {
    rmSync(configPath, { force: true })
  }
}

const MAX_RANDOM = 2 ** 32
const DEFAULT_LIMITS_MS = { program: 60_000, container: 300_000 } as const

function run(program: Program, settings: RunSettings): ProgramOutcome {
  const { environment, limitMs = DEFAULT_LIMITS_MS[program.form], limitBytes = defaultLimits.totalBytes } = settings
  const own = Object.fromEntries(program.environment.map(splitVariable))
  const mark = randomUUID()
  const all = { ...environment, ...own, [MARK]: mark } as NodeJS.ProcessEnv
  const path = findProgram(program, all)
  if (path === undefined) {
    return failure(`exec: ${JSON.stringify(program.path)}: executable file not found in $PATH`)
  }
  const args = program.form === 'container' ? labelled(program.args, mark) : program.args
  const result = spawnSync(path, args, {
    cwd: program.folder,
    env: all,
    input: program.input,
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: limitBytes,
    encoding: 'utf8',
  })
  if (isOverrun(result)) {
    stopMarked(mark)
    if (program.form === 'container') removeMarkedContainers(mark, path, all)
  }
  return outcome(result, program, { limitMs, limitBytes })
}

/** The label stands behind `run`. */
function labelled([run = '', ...rest]: readonly string[], mark: string): readonly string[] {
  return [run, ...labelWords(mark), ...rest]
}

function splitVariable(entry: string): [string, string] {
  const equals = entry.indexOf('=')
  return [entry.slice(0, equals), entry.slice(equals + 1)]
}

/** A path starts at the program's folder, a name is looked up as a shell would. */
function findProgram({ path, folder }: Program, environment: NodeJS.ProcessEnv): string | undefined {
  if (path.includes('/')) return resolve(folder, path)
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((entry) => entry.startsWith('/'))
  return folders.map((entry) => join(entry, path)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function failure(text: string): ProgramOutcome {
  return { stdout: '', stderr: '', failure: text }
}

function isOverrun({ error }: SpawnSyncReturns<string>): boolean {
  return ['ETIMEDOUT', 'ENOBUFS'].includes(codeOf(error))
}

function codeOf(error: NodeJS.ErrnoException | undefined): string {
  return error?.code ?? ''
}

interface Bounds {
  readonly limitMs: number
  readonly limitBytes: number
}

function outcome(result: SpawnSyncReturns<string>, program: Program, bounds: Bounds): ProgramOutcome {
  const { status, signal, error } = result
  const code = codeOf(error)
  const over = overrun(code, program, bounds)
  if (over !== undefined) throw over
  const { stdout, stderr } = { stdout: result.stdout ?? '', stderr: result.stderr ?? '' }
  if (status === 0) return { stdout, stderr, failure: undefined }
  if (status !== null) return { stdout, stderr, failure: `exit status ${status}` }
  if (signal !== null) return { stdout, stderr, failure: `signal: ${SIGNALS[signal] ?? signal}` }
  return failure(`fork/exec ${program.path}: ${REASONS[code] ?? error?.message ?? 'it did not start'}`)
}

function overrun(code: string, { path, form }: Program, { limitMs, limitBytes }: Bounds): KustomizeError | undefined {
  if (code === 'ETIMEDOUT') {
    const message = `${path}: still running after ${limitMs / 1000}s – expected it to end`
    const what = form === 'container' ? 'pull the image beforehand, or allow' : 'allow'
    return new KustomizeError({ code: 'limit', message, hint: `${what} more with --function-timeout` })
  }
  if (code !== 'ENOBUFS') return undefined
  const message = `${path}: prints more than ${limitBytes} bytes – expected a list of resources`
  return new KustomizeError({ code: 'limit', message, hint: 'make it print what it changes, and nothing else' })
}

/** What Go says of a program that does not start. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOEXEC: 'exec format error',
  ENOTDIR: 'not a directory',
  E2BIG: 'argument list too long',
}

/** What Go calls a signal. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGHUP: 'hangup',
  SIGINT: 'interrupt',
  SIGQUIT: 'quit',
  SIGILL: 'illegal instruction',
  SIGTRAP: 'trace/breakpoint trap',
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGKILL: 'killed',
  SIGUSR1: 'user defined signal 1',
  SIGSEGV: 'segmentation fault',
  SIGUSR2: 'user defined signal 2',
  SIGPIPE: 'broken pipe',
  SIGALRM: 'alarm clock',
  SIGTERM: 'terminated',
}
