import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import { basename } from 'node:path'
import type { WriteStream } from 'node:tty'
import type { Output, Persona, Session } from './frame/session.ts'
import { run } from './program.ts'

const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort(signal))

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const { persona, words } = readPersona(process.argv0, process.argv.slice(2))
process.exitCode = await run(words, createSession(persona))

function readPersona(program: string, argv: readonly string[]): { persona: Persona; words: readonly string[] } {
  if (/^helm(\.exe)?$/.test(basename(program))) return { persona: 'helm', words: argv }
  if (argv[0] === 'helm') return { persona: 'helm', words: argv.slice(1) }
  return { persona: 'berth', words: argv }
}

function createSession(as: Persona): Session {
  return {
    persona: as,
    environment: process.env,
    cwd: process.cwd(),
    home: homedir(),
    platform: process.platform,
    stdin: process.stdin,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    now: Date.now,
    randomBytes: (size) => randomBytes(size),
    timeZone: () => process.env['TZ'] || Intl.DateTimeFormat().resolvedOptions().timeZone,
    signal: interrupt.signal,
  }
}

function output(stream: WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    stream,
  }
}
