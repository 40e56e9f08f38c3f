/** Why the API server refused (meta/v1 StatusReason). */
export type StatusReason =
  | ''
  | 'Unauthorized'
  | 'Forbidden'
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Gone'
  | 'Invalid'
  | 'ServerTimeout'
  | 'StoreReadError'
  | 'Timeout'
  | 'TooManyRequests'
  | 'BadRequest'
  | 'MethodNotAllowed'
  | 'NotAcceptable'
  | 'RequestEntityTooLarge'
  | 'UnsupportedMediaType'
  | 'InternalError'
  | 'Expired'
  | 'ServiceUnavailable'

/** One finding inside a Status. `reason` is a meta/v1 CauseType such as `FieldValueInvalid`. */
export interface StatusCause {
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

/** What a Status says beside its message. `kind` holds the resource (or kind) that the request named. */
export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

/** The API's answer when there is no object to give (meta/v1 Status). */
export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: { readonly continue?: string; readonly resourceVersion?: string }
  readonly status: 'Success' | 'Failure'
  readonly message?: string
  readonly reason?: StatusReason
  readonly details?: StatusDetails
  readonly code: number
}

/** A refused request; `status` is the whole body to send, `status.code` the HTTP code. */
export class StatusError extends Error {
  readonly status: Status
  readonly code: StatusReason
  constructor(status: Status, cause?: unknown) {
    super(status.message, { cause })
    this.name = 'StatusError'
    this.status = status
    this.code = status.reason ?? ''
  }
}
