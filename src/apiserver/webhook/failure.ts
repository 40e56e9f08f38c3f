import { badRequest, goQuote, internalError, type JsonObject, type Status, StatusError, textAt, valueAt } from '#kube'

/** A webhook that could not be asked; what comes of it is for its failure policy to say. */
export class WebhookFailure extends Error {
  constructor(name: string, reason: string, cause?: unknown) {
    super(`failed calling webhook ${goQuote(name)}: ${reason}`, { cause })
    this.name = 'WebhookFailure'
  }
}

/** The 500 of a failure that is not ignored. */
export function failureRefusal(failure: WebhookFailure): StatusError {
  return internalError(failure.message, failure)
}

/** The refusal of a webhook: its own code and reason, its message behind who it is (webhook errors.ToStatusErr). */
export function denial(name: string, result: JsonObject = {}): StatusError {
  const by = `admission webhook ${goQuote(name)} denied the request`
  const [message, reason, code] = [textAt(result, 'message'), textAt(result, 'reason'), valueAt(result, 'code')]
  const why = message === '' ? reason : message
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: (valueAt(result, 'metadata') ?? {}) as Status['metadata'],
    status: 'Failure',
    message: why === '' ? `${by} without explanation` : `${by}: ${why}`,
    ...(reason !== '' && { reason: reason as NonNullable<Status['reason']> }),
    ...(valueAt(result, 'details') !== undefined && {
      details: valueAt(result, 'details') as unknown as NonNullable<Status['details']>,
    }),
    code: typeof code === 'number' && code >= 400 && code < 600 ? code : 400,
  } as const
  return new StatusError(status)
}

/** 400 of a dry run that a webhook with side effects would see. */
export function dryRunRefusal(name: string): StatusError {
  return badRequest(`admission webhook ${goQuote(name)} does not support dry run`)
}
