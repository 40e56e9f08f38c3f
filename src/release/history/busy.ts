import { ReleaseError } from '../error.ts'
import type { Verdict } from './settle.ts'

/** Says who may be at work, since when, and what to do when nobody is. */
export function busyError(
  name: string,
  { record, sinceMs, freeMs }: Extract<Verdict, { readonly kind: 'busy' }>,
): ReleaseError {
  const time = (ms: number): string => new Date(ms).toISOString()
  const { status } = record.info
  return new ReleaseError('locked', 'another operation (install/upgrade/rollback) is in progress', {
    hint:
      `revision ${record.version} of ${name} is ${status} since ${time(sinceMs)}, by a run that left no lease; ` +
      `if it is dead, say --take-over, or roll back; from ${time(freeMs)} on it counts as dead`,
  })
}
