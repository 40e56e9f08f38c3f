/** What can go wrong with a cluster of this machine. */
export type ClusterErrorCode =
  | 'bad-option' // an option that cannot be
  | 'unknown-cluster' // no cluster of that name
  | 'running' // it runs already
  | 'stopped' // it does not run
  | 'port-taken' // another program listens there
  | 'start-failed' // the process ended before it was ready
  | 'interrupted' // the caller gave up
  | 'timeout' // it took longer than allowed
  | 'snapshot' // a snapshot that cannot be made or read
  | 'io' // the operating system refused

/** A cluster that cannot be started, found or stopped. */
export class ClusterError extends Error {
  readonly code: ClusterErrorCode
  readonly hint: string | undefined
  constructor(
    code: ClusterErrorCode,
    message: string,
    detail: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'ClusterError'
    this.code = code
    this.hint = detail.hint
  }
}
