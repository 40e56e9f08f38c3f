import { SourceError } from './error.ts'

/** A limit of charts that is passed. They hold against harmful archives, and most of them are Helm's: no flag raises one. */
export function tooLarge(message: string, cause?: unknown): SourceError {
  const hint = 'no flag raises this limit: keep what templates do not need out of the chart'
  return new SourceError('too-large', message, { hint, ...(cause !== undefined && { cause }) })
}
