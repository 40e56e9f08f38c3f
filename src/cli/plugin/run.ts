import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import type { Environment, Prepared } from './prepare.ts'

/** A plugin's command, ready to be started. */
export interface PluginRun extends Prepared {
  /** Its plugin's name, for messages. */
  readonly name: string
  readonly environment: Environment
}

/** Where a command runs. */
export interface RunPlace extends Pick<Session, 'cwd' | 'signal'> {
  /** Its stdin: this program's own, or nothing. */
  readonly stdin: 'inherit' | 'ignore'
}

/** Runs a command of a plugin on the terminal of this program and gives its exit code. Throws CliError `input`. */
export function runOnTerminal(run: PluginRun, { cwd, signal, stdin }: RunPlace): Promise<number> {
  return started(run, (program) =>
    spawn(program, run.args, { cwd, env: { ...run.environment }, stdio: [stdin, 'inherit', 'inherit'], signal }),
  )
}

/** Where a command runs, and who hears its complaints: nobody, where Helm drops them. */
export interface FilterPlace extends Pick<Session, 'cwd' | 'signal'> {
  readonly complain?: (text: Uint8Array) => void
}

/** Runs a command of a plugin, `input` on its stdin, and gives what it prints. Throws CliError `input`. */
export async function runForOutput(run: PluginRun, input: string, place: FilterPlace): Promise<Buffer> {
  const { cwd, signal, complain } = place
  const out: Buffer[] = []
  const code = await started(run, (program) => {
    const child = spawn(program, run.args, { cwd, env: { ...run.environment }, stdio: 'pipe', signal })
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => complain?.(chunk))
    child.stdin.on('error', () => undefined) // a plugin may stop reading early; its exit code tells
    child.stdin.end(input)
    return child
  })
  if (code === 0) return Buffer.concat(out)
  throw new CliError('input', `plugin ${JSON.stringify(run.name)} exited with error`)
}

/** What Go's exec says of a program that a signal ended, as an exit code. */
const BY_SIGNAL = 255

async function started(run: PluginRun, start: (program: string) => ChildProcess): Promise<number> {
  const program = findProgram(run)
  try {
    return await new Promise((done, reject) => {
      const child = start(program)
      child.on('error', reject)
      child.on('close', (code) => done(code ?? BY_SIGNAL))
    })
  } catch (cause) {
    throw notStarted(run, cause as NodeJS.ErrnoException)
  }
}

/** Where the program is: a bare name is looked for in `$PATH`. Throws CliError `input` in the words of Go's exec. */
function findProgram(run: PluginRun): string {
  if (run.program.includes('/') || process.platform === 'win32') return run.program
  const folders = (run.environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = folders.map((folder) => join(folder, run.program)).find(isProgram)
  if (found !== undefined) return found
  const hint = hintOf(run)
  throw new CliError('input', `exec: ${JSON.stringify(run.program)}: executable file not found in $PATH`, { hint })
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOEXEC: 'exec format error',
}

function notStarted(run: PluginRun, cause: NodeJS.ErrnoException): CliError {
  const reason = REASONS[cause.code ?? ''] ?? cause.message
  return new CliError('input', `fork/exec ${run.program}: ${reason}`, { hint: hintOf(run), cause })
}

function hintOf({ name }: PluginRun): string {
  return `see the command in plugin.yaml of ${name}`
}
