/** Exit codes; scripts may rely on them. Under the `helm` persona every failure is 1. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  changesFound: 2,
  drift: 3,
  usage: 64,
  unreachable: 69,
  locked: 75,
  timeout: 124,
  interrupted: 130,
} as const

/** Names of the exit codes. */
export type ExitReason = keyof typeof exitCodes

/** `usage`: the command line is wrong. `input`: what it named is wrong. `interrupted`: a signal came.
 * `unreachable`: it needs a cluster. `internal`: berth itself is wrong. */
export type CliErrorCode = 'usage' | 'input' | 'interrupted' | 'timeout' | 'refused' | 'unreachable' | 'internal'

/** A failure that the face itself found. Other rooms' errors have the same shape and are printed the same way. */
export class CliError extends Error {
  readonly code: CliErrorCode
  readonly hint: string | undefined
  constructor(code: CliErrorCode, message: string, options: { hint?: string | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CliError'
    this.code = code
    this.hint = options.hint
  }
}

const EXIT_BY_CODE: Readonly<Record<string, ExitReason>> = {
  usage: 'usage',
  interrupted: 'interrupted',
  timeout: 'timeout',
  unreachable: 'unreachable',
  locked: 'locked',
}

/** The exit code for anything thrown. */
export function exitCodeOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return exitCodes[EXIT_BY_CODE[code] ?? 'failure']
}
