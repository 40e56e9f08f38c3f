/** What can be wrong with the scheduler's configuration. */
export type SchedulerErrorCode = 'bad-configuration'

/** An error of this room. */
export class SchedulerError extends Error {
  readonly code: SchedulerErrorCode
  /** What to do about it. */
  readonly hint: string | undefined
  constructor(code: SchedulerErrorCode, message: string, hint?: string) {
    super(message)
    this.name = 'SchedulerError'
    this.code = code
    this.hint = hint
  }
}
