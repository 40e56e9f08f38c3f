import { CelError } from '../error.ts'

/** A failure while running: `no such key: x`, `division by zero`. */
export function failure(message: string): CelError {
  return new CelError('evaluation', message)
}

/** Whether `&&`, `||` and the macros made of them may forgive an error when the other side decides. */
export function isForgivable(error: unknown): boolean {
  return error instanceof CelError && error.code === 'evaluation'
}
