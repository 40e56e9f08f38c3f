import type { Position } from '#yaml'

/** What can be wrong with a stack. */
export type StackErrorCode =
  | 'bad-stack' // the file is no stack: wrong shape, unknown field
  | 'template' // a template of the stack cannot be parsed or run
  | 'missing-file' // a file that the stack names is not there
  | 'unknown-environment' // the environment is not declared
  | 'unknown-template' // a release inherits from a template that is not there, or from itself
  | 'bad-values' // a values file that holds no values
  | 'bad-condition' // a condition that is no path to a boolean
  | 'unknown-need' // a release needs one that is not there
  | 'cycle' // releases need one another
  | 'bad-selector' // a selector that cannot be read
  | 'bad-reference' // a `ref+…` that leads nowhere
  | 'program' // a program that a template runs cannot be started or ends badly, or may not run
  | 'duplicate' // two releases of one name in one namespace
  | 'unsupported' // what this reader does not do, and must not leave out silently

/** A stack that cannot be read. */
export class StackError extends Error {
  readonly code: StackErrorCode
  readonly position: Position | undefined
  readonly hint: string | undefined
  constructor(code: StackErrorCode, message: string, detail: StackErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'StackError'
    this.code = code
    this.position = detail.position
    this.hint = detail.hint
  }
}

/** Where and why, beside the code. */
export interface StackErrorDetail {
  readonly position?: Position | undefined
  readonly hint?: string | undefined
  readonly cause?: unknown
}
