import { spawn } from 'node:child_process'
import type { HookCommand, HookEvent, StackHook } from '#stack'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** Bytes of a program's output that are kept, the last ones: more than anybody reads. */
const MAX_OUTPUT_BYTES = 1024 * 1024
/** Lines of a failed program that are told. */
const MAX_LINES = 20

/**
 * Runs those of some hooks that are for an event, one after the other. What they print is shown where they ask for it. Throws
 * CliError `input` when a program cannot start or ends badly, and what their templates throw.
 */
export async function triggerHooks(hooks: readonly StackHook[], event: HookEvent, session: Session): Promise<void> {
  for (const hook of hooks.filter(({ events }) => events.includes(event.name))) {
    const command = hook.commandAt(event)
    const { code, output, complaints } = await execute(command, session)
    if (hook.showsOutput) {
      const lines = output.replace(/\n$/, '').split('\n')
      session.stderr.write(lines.map((line) => `hook[${event.name}] logs | ${line}\n`).join(''))
    }
    if (code !== 0) throw failure(hook, command, { code, complaints: complaints || output })
  }
}

interface Ended {
  /** A word where it was not the program that ended itself. */
  readonly code: number | string
  readonly output: string
  readonly complaints: string
}

function execute({ program, args, folder }: HookCommand, session: Session): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: session.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(!session.signal.aborted && { signal: session.signal }), // what cleans up after a stop is run to its end
    })
    const [output, complaints] = [new Tail(), new Tail()]
    child.stdout.on('data', (chunk: Buffer) => output.take(chunk))
    child.stderr.on('data', (chunk: Buffer) => complaints.take(chunk))
    child.on('error', (error) => done({ code: error.message, output: output.text(), complaints: '' }))
    child.on('close', (code, signal) =>
      done({ code: code ?? `signal ${signal ?? ''}`, output: output.text(), complaints: complaints.text() }),
    )
  })
}

/** The end of a stream: there a program says why it fails. */
class Tail {
  readonly #chunks: Buffer[] = []
  #length = 0

  take(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    for (let first = this.#chunks[0]; first !== undefined; first = this.#chunks[0]) {
      if (this.#length - first.length < MAX_OUTPUT_BYTES) return
      this.#length -= first.length
      this.#chunks.shift()
    }
  }

  text(): string {
    return Buffer.concat(this.#chunks).subarray(-MAX_OUTPUT_BYTES).toString('utf8')
  }
}

function failure({ name }: StackHook, { program }: HookCommand, { code, complaints }: Omit<Ended, 'output'>): CliError {
  const why = typeof code === 'number' ? `exit status ${code}` : code
  const told = complaints.trimEnd().split('\n').slice(-MAX_LINES).join('\n')
  const text = `hook[${name}]: command \`${program}\` failed: ${why}`
  return new CliError('input', told === '' ? text : `${text}\n${told}`)
}
