import { StatusError } from '#kube'
import { CliError } from './error.ts'

/** What went wrong with a file, as Go says it. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'file exists',
  EISDIR: 'is a directory',
  ELOOP: 'too many levels of symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'file name too long',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
}

/**
 * Anything thrown, as an error that can be shown: the rooms' own errors as they are, a failure of the system in Go's words,
 * an interruption as `interrupted`, unless the room says itself what became of its work, a refusal of the cluster as `refused`,
 * and everything else as a fault of berth. A stack is never part of it.
 */
export function presentable(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) {
    const isTold = error instanceof Error && 'code' in error && error.code === 'interrupted'
    return isTold ? error : new CliError('interrupted', 'interrupted', { cause: error })
  }
  if (!(error instanceof Error)) return internal(error)
  if (isSystemError(error)) return system(error)
  if (error instanceof StatusError) return new CliError('refused', error.message || error.code, { cause: error })
  const isOurs = 'code' in error && typeof error.code === 'string' && /^[a-z][a-z0-9-]*$/.test(error.code)
  return isOurs ? error : internal(error)
}

function isSystemError(error: Error): error is NodeJS.ErrnoException {
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code)
}

function system(error: NodeJS.ErrnoException): CliError {
  const { code = '', path, syscall = '', message } = error
  const reason = REASONS[code]
  if (reason === undefined) return new CliError('input', message, { cause: error })
  const what = [syscall, path].filter((word) => word !== undefined && word !== '').join(' ')
  return new CliError('input', what === '' ? reason : `${what}: ${reason}`, { cause: error })
}

function internal(cause: unknown): CliError {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  return new CliError('internal', `berth itself is at fault: ${reason.split('\n', 1)[0]}`, {
    hint: 'please report this together with the command line',
    cause,
  })
}

/** How Node ends a message about a file: the code, its own words for it, the call, paths. */
const NODES_WORDS = /\b(E[A-Z]{3,}): [^,'\n]+, [a-z]+( '[^'\n]*'( -> '[^'\n]*')?)?$/

/** A message with what Node says of a file in Go's words, which people know: `FILE – no such file or directory`. */
export function inKnownWords(message: string): string {
  return message.replace(NODES_WORDS, (words, code: string) => REASONS[code] ?? words)
}
