/** What can go wrong between us and an API server, refusals (`StatusError`) apart. */
export type ClientErrorCode =
  | 'bad-config' // a kubeconfig that cannot be read or contradicts itself
  | 'no-context' // the context, cluster or user that was named is not there
  | 'credentials' // a plugin or provider that gives no credentials
  | 'unreachable' // no connection, no such host, cut short
  | 'untrusted' // the server's certificate is not accepted
  | 'timeout' // the server took longer than allowed
  | 'bad-answer' // an answer that is no Kubernetes answer
  | 'unknown-kind' // no resource of that kind is served
  | 'locked' // another process holds the kubeconfig
  | 'aborted' // the caller gave up
  | 'io' // the operating system refused

/** No answer from an API server, or no way to ask one. */
export class ClientError extends Error {
  readonly code: ClientErrorCode
  readonly hint: string | undefined
  constructor(
    code: ClientErrorCode,
    message: string,
    detail: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'ClientError'
    this.code = code
    this.hint = detail.hint
  }
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The `code` of a system error; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
