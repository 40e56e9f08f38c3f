import { spawn } from 'node:child_process'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import type { Environment, Prepared } from './prepare.ts'

/** A plugin's command, ready to be started. */
export interface PluginRun extends Prepared {
  /** Its plugin's name, for messages. */
  readonly name: string
  readonly environment: Environment
}

/** Runs a command of a plugin on the terminal of this program and gives its exit code. Throws CliError `input`. */
export function runOnTerminal(run: PluginRun, { cwd, signal }: Session): Promise<number> {
  return new Promise((done, reject) => {
    const child = spawn(run.program, run.args, { cwd, env: { ...run.environment }, stdio: 'inherit', signal })
    child.on('error', (cause) => reject(notStarted(run, cause)))
    child.on('close', (code) => done(code ?? 1))
  })
}

/** Where a command runs, and who hears its complaints: nobody, where Helm drops them. */
export interface RunPlace extends Pick<Session, 'cwd' | 'signal'> {
  readonly complain?: (text: Uint8Array) => void
}

/** Runs a command of a plugin, `input` on its stdin, and gives what it prints. Throws CliError. */
export function runForOutput(run: PluginRun, input: string, { cwd, signal, complain }: RunPlace): Promise<Buffer> {
  return new Promise((done, reject) => {
    const child = spawn(run.program, run.args, { cwd, env: { ...run.environment }, stdio: 'pipe', signal })
    const out: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => complain?.(chunk))
    child.stdin.on('error', () => undefined) // a plugin may stop reading early; its exit code tells
    child.on('error', (cause) => reject(notStarted(run, cause)))
    child.on('close', (code) => {
      if (code === 0) done(Buffer.concat(out))
      else reject(new CliError('input', `plugin ${JSON.stringify(run.name)} exited with error`))
    })
    child.stdin.end(input)
  })
}

const REASONS: Readonly<Record<string, string>> = { ENOENT: 'no such file or directory', EACCES: 'permission denied' }

function notStarted({ program, name }: PluginRun, cause: NodeJS.ErrnoException): CliError {
  const reason = REASONS[cause.code ?? ''] ?? cause.message
  const hint = `see the command in plugin.yaml of ${name}`
  return new CliError('input', `fork/exec ${program}: ${reason}`, { hint, cause })
}
