import { CelError } from '../error.ts'
import type { Value } from '../value/value.ts'
import type { Outcome } from './frame.ts'

/** A failure while running: `no such key: x`, `division by zero`. */
export function failure(message: string): CelError {
  return new CelError('evaluation', message)
}

/** Whether an outcome is a failure. */
export function isFailure(outcome: unknown): outcome is CelError {
  return outcome instanceof CelError
}

/** Runs a step that throws failures; what it throws becomes the outcome. The end of the budget goes on. */
export function caught(run: () => Value): Outcome {
  return caughtOutcome(run)
}

/** The same for what may give a failure already. */
export function caughtOutcome(run: () => Outcome): Outcome {
  try {
    return run()
  } catch (error) {
    if (error instanceof CelError && error.code === 'evaluation') return error
    throw error
  }
}
