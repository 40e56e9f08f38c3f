import { StatusError } from '#kube'

/** A conversion that did not happen: 500 without a reason, as the reference tells what is no refusal of its own. */
export function conversionFailure(message: string, cause?: unknown): StatusError {
  return new StatusError(
    { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 },
    cause,
  )
}
