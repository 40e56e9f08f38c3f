import type { Written } from './contract/apply.ts'

/** What can go wrong with a release, refusals of the API (`StatusError`) and missing answers (`ClientError`) apart. */
export type ReleaseErrorCode =
  | 'record-missing' // no such release, or no such revision
  | 'record-exists' // the name or the revision is taken
  | 'record-broken' // a record that cannot be decoded
  | 'record-store' // the driver's store refuses or does not answer
  | 'bad-label' // a label of the user with a name of the system
  | 'usage' // options that contradict each other
  | 'locked' // another run holds the release
  | 'interrupted' // a signal came
  | 'bad-name' // no name for a release
  | 'bad-manifest' // a document that is no object
  | 'ownership' // an object is there and belongs to somebody else
  | 'conflict' // fields belong to other managers
  | 'immutable' // a field cannot change in place
  | 'apply' // objects could not be written
  | 'delete' // objects could not be deleted
  | 'hook' // a hook failed
  | 'not-ready' // the wait ended with a failure
  | 'timeout' // the wait took too long
  | 'nothing-deployed' // an upgrade or rollback without a base
  | 'crd' // a CRD could not be installed
  | 'post-render' // a post-renderer failed
  | 'bad-plan' // a file that is no saved plan
  | 'stale-plan' // the world is not what the plan was made for

/** A failed action. The message is the one Helm prints for the same failure; `hint` says the way out. */
export class ReleaseError extends Error {
  readonly code: ReleaseErrorCode
  readonly hint: string | undefined
  /** What was written before it went wrong, for `--cleanup-on-fail`. */
  readonly written: Written | undefined
  constructor(
    code: ReleaseErrorCode,
    message: string,
    detail: { readonly hint?: string | undefined; readonly cause?: unknown; readonly written?: Written } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'ReleaseError'
    this.code = code
    this.hint = detail.hint
    this.written = detail.written
  }
}
