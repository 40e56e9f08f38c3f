import { StatusError } from '#kube'
import { ReleaseError } from '../error.ts'

/** No such release, or no such revision. */
export function missingRecord(cause?: unknown): ReleaseError {
  return new ReleaseError('record-missing', 'release: not found', { cause })
}

/** The revision is taken. */
export function alreadyThere(cause?: unknown): ReleaseError {
  return new ReleaseError('record-exists', 'release: already exists', { cause })
}

/** What an API server refused, in Helm's words with `doing` before it; anything else as it is. */
export function storeFailure(cause: unknown, doing: string): unknown {
  if (!(cause instanceof StatusError)) return cause
  const { reason } = cause.status
  // what a new record misses is its namespace
  const isNew = doing === '' || doing.startsWith('create')
  if (reason === 'NotFound' && !(isNew && cause.status.details?.kind === 'namespaces')) return missingRecord(cause)
  if (reason === 'AlreadyExists') return alreadyThere(cause)
  return new ReleaseError('record-store', `${doing}${cause.message}`, { cause })
}

/** A record that is there and cannot be read, by its name; anything else as it is. */
export function undecoded(error: unknown, name: string): unknown {
  if (!(error instanceof ReleaseError) || error.code !== 'record-broken') return error
  return new ReleaseError('record-broken', `get: failed to decode data "${name}": ${error.message}`, { cause: error })
}

/** A release of which no revision can be read; it is not to be taken for one that is not there. */
export function nothingReadable(name: string, { kind, namespace }: Place): ReleaseError {
  return new ReleaseError('record-broken', `no revision of release ${JSON.stringify(name)} can be read`, {
    hint: `put its records back, or forget it: kubectl -n ${namespace} delete ${kind} -l owner=helm,name=${name} leaves its objects`,
  })
}

interface Place {
  readonly kind: string
  readonly namespace: string
}
