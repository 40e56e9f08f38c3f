import type { Writable } from 'node:stream'

/** How the program was called: `helm` when its name or first word is `helm`; messages and exit codes then follow Helm. */
export type Persona = 'berth' | 'helm'

/** What a command may touch of the outside world. Built once in `main.ts`; tests build their own. */
export interface Session {
  readonly persona: Persona
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  readonly platform: NodeJS.Platform
  readonly stdin: NodeJS.ReadStream
  readonly stdout: Output
  readonly stderr: Output
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly randomBytes: (size: number) => Uint8Array
  /** IANA name of the local zone, asked only when a date is printed. */
  readonly timeZone: () => string
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  /** Lets the program take so long to end by itself after a signal. */
  readonly extendGrace?: (graceMs: number) => void
}

/** Where text goes; `isTerminal` decides about colour and progress. */
export interface Output {
  write(text: string | Uint8Array): void
  /** Writes parts one after the other, without joining them: a manifest is megabytes. */
  writeParts(parts: readonly (string | Uint8Array)[]): void
  readonly isTerminal: boolean
  /** For libraries that need a stream. */
  readonly stream: Writable
}
