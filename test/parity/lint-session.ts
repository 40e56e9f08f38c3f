import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { run, type Session } from '#cli'

/** Where and as whom a command line runs. */
export interface Stage {
  readonly persona: Session['persona']
  readonly cwd: string
  readonly environment: Record<string, string>
  /** The user's home; the stage's folder unless told. */
  readonly home?: string
}

/** Runs one command line in this process, in the stage's folder, and gives what it printed. */
export async function runProgram(
  words: readonly string[],
  { persona, cwd, environment, home = cwd }: Stage,
): Promise<Printed> {
  const printed = { stdout: '', stderr: '' }
  const output = (name: 'stdout' | 'stderr'): Session['stdout'] => ({
    write: (text) => {
      printed[name] += typeof text === 'string' ? text : Buffer.from(text).toString('utf8')
    },
    writeParts: (parts) => {
      printed[name] += Buffer.concat(parts.map((part) => Buffer.from(part))).toString('utf8')
    },
    isTerminal: false,
    stream: new Writable({ write: (chunk, _, done) => done(void (printed[name] += String(chunk))) }),
  })
  const session: Session = {
    persona,
    environment,
    cwd,
    home,
    platform: 'linux',
    stdin: process.stdin,
    stdout: output('stdout'),
    stderr: output('stderr'),
    now: Date.now,
    randomBytes: (size) => new Uint8Array(randomBytes(size)),
    timeZone: () => 'UTC',
    signal: new AbortController().signal,
  }
  const before = process.cwd()
  process.chdir(cwd)
  try {
    return { exit: await run(words, session), ...printed }
  } finally {
    process.chdir(before)
  }
}

/** What a run printed. */
export interface Printed {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}
