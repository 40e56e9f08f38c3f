import type { Position } from '#yaml'

/** What can go wrong with a repository, a registry, or a file that Helm keeps about them. */
export type RepoErrorCode =
  | 'bad-metadata' // Chart.yaml, a lock or an index that does not have the declared shape
  | 'invalid-metadata' // Chart.yaml that reads well and says something that is not allowed
  | 'bad-index' // an index that cannot be used at all
  | 'bad-config' // repositories.yaml or the registry config cannot be read
  | 'bad-url' // a URL or reference that cannot be read, or a scheme without a handler
  | 'unknown-repository' // an alias or name that repositories.yaml does not hold
  | 'exists' // a repository of that name, or a file, is there already
  | 'unknown-chart' // no chart of that name
  | 'unknown-version' // no version that fits
  | 'not-found' // the server says 404
  | 'unauthorized' // the server says 401 or 403, or credentials do not fit
  | 'http-status' // any other answer that is not a success
  | 'bad-answer' // an answer that does not follow its protocol
  | 'unreachable' // no connection, no such host, cut short
  | 'untrusted' // the peer's certificate is not accepted
  | 'timeout' // the peer took longer than allowed
  | 'too-large' // a stated limit is passed
  | 'redirects' // too many redirects, or one that is not followed
  | 'digest' // bytes that do not have the digest they were promised to have
  | 'bad-key' // a keyring or key that cannot be used, or a wrong passphrase
  | 'bad-signature' // a provenance file that does not prove what it should
  | 'locked' // another process holds the file
  | 'aborted' // the caller gave up
  | 'io' // the operating system refused

/** Where and why, beside the code. */
export interface RepoErrorDetail {
  readonly position?: Position | undefined
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/** A repository that cannot be read, reached or trusted. `message` is Helm's text where Helm has one. */
export class RepoError extends Error {
  readonly code: RepoErrorCode
  readonly position: Position | undefined
  readonly hint: string | undefined
  constructor(code: RepoErrorCode, message: string, detail: RepoErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'RepoError'
    this.code = code
    this.position = detail.position
    this.hint = detail.hint
  }
}

/** The same error with text before its message, as Go wraps errors; code, position and hint stay. */
export function wrapError(prefix: string, error: unknown): RepoError {
  if (!(error instanceof RepoError)) return new RepoError('io', `${prefix}: ${messageOf(error)}`, { cause: error })
  const { position, hint, cause } = error
  return new RepoError(error.code, `${prefix}: ${error.message}`, { position, hint, cause })
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
