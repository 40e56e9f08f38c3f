import type { Position } from '#yaml'

/** What can be wrong with a source. */
export type SourceErrorCode =
  | 'not-found' // nothing at that path, or no chart of that name
  | 'not-a-chart' // a folder or archive without Chart.yaml
  | 'bad-yaml' // Chart.yaml, a lock or values file that cannot be read as YAML, or has a field of the wrong type
  | 'invalid-metadata' // Chart.yaml that reads well and says something that is not allowed
  | 'invalid-schema' // values.schema.json that is not JSON
  | 'invalid-name' // a chart name that cannot be used
  | 'invalid-version' // a version or constraint that cannot be read
  | 'bad-ignore' // .helmignore with a pattern that is not supported
  | 'bad-link' // a symbolic link that is broken, circular, or leads out of the tree where that is refused
  | 'irregular-file' // a device, socket or pipe
  | 'unsafe-path' // an archive entry that is absolute, climbs out, or stands outside the base folder
  | 'duplicate-entry' // two different archive entries of one name
  | 'bad-archive' // not gzip, not tar, cut short, or empty
  | 'too-large' // a stated limit is passed
  | 'unsupported' // a chart apiVersion or scheme that is not known
  | 'missing-dependency' // a declared dependency is not in charts/
  | 'bad-dependency' // a dependency that cannot be resolved
  | 'lock-out-of-sync' // the lock file does not fit Chart.yaml
  | 'exists' // a file is where something shall be written
  | 'no-key' // values are encrypted, and none of the user's keys opens them
  | 'bad-secret' // encrypted values, or a key, that were changed or cannot be read
  | 'io' // the operating system refused

/** Where and why, beside the code. */
export interface SourceErrorDetail {
  readonly position?: Position | undefined
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/** A source that cannot be found or loaded. `message` is Helm's text where Helm has one. */
export class SourceError extends Error {
  readonly code: SourceErrorCode
  readonly position: Position | undefined
  readonly hint: string | undefined
  constructor(code: SourceErrorCode, message: string, detail: SourceErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'SourceError'
    this.code = code
    this.position = detail.position
    this.hint = detail.hint
  }
}

/** The same error with text before its message, as Go wraps errors; code, position and hint stay. */
export function wrapError(prefix: string, error: unknown): unknown {
  if (!(error instanceof SourceError)) return error
  const { position, hint, cause } = error
  return new SourceError(error.code, `${prefix}: ${error.message}`, { position, hint, cause })
}
