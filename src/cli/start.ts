import { homedir } from 'node:os'
import { basename } from 'node:path'
import { exitCodes } from './frame/error.ts'
import { localTimeZone, randomBytes } from './frame/machine.ts'
import { descriptorOutput } from './frame/output.ts'
import type { Persona, Session } from './frame/session.ts'
import { run } from './program.ts'

/** How long after a signal the program may still take to end by itself, unless it asks for more. */
let graceMs = 500

const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupt.abort(signal)
    setTimeout(() => process.exit(exitCodes.interrupted), graceMs).unref()
  })
}

const { persona, words } = readPersona(process.argv0, process.argv.slice(2))
process.exitCode = await run(words, createSession(persona))

function readPersona(program: string, argv: readonly string[]): { persona: Persona; words: readonly string[] } {
  if (/^helm(\.exe)?$/.test(basename(program))) return { persona: 'helm', words: argv }
  if (argv[0] === 'helm') return { persona: 'helm', words: argv.slice(1) }
  return { persona: 'berth', words: argv }
}

/** What takes long to load (streams, cryptography, time zones) is loaded when a command asks for it. */
function createSession(as: Persona): Session {
  return {
    persona: as,
    environment: process.env,
    cwd: process.cwd(),
    home: homedir(),
    platform: process.platform,
    get stdin() {
      return process.stdin
    },
    stdout: descriptorOutput(1, () => process.stdout),
    stderr: descriptorOutput(2, () => process.stderr),
    now: Date.now,
    randomBytes,
    timeZone: () => localTimeZone(process.env),
    signal: interrupt.signal,
    extendGrace: (longerMs) => {
      graceMs = longerMs
    },
  }
}
