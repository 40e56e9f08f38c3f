import { type Json, type JsonObject, type Status, StatusError, type StatusReason } from '#kube'
import { ClientError } from '../error.ts'
import { readText, type TransportResponse } from '../transport/transport.ts'

/** The JSON body of an answer. Throws StatusError for a refusal, ClientError `bad-answer` for anything else that is no JSON. */
export async function readObject(response: TransportResponse): Promise<JsonObject> {
  if (response.object !== undefined && response.status < 400) return response.object()
  const text = await readText(response)
  if (response.status >= 400) throw refusal(response, text)
  return parseObject(text)
}

/** A refusal as a StatusError, also where a proxy or an old server sends plain text. */
export function refusal(response: Pick<TransportResponse, 'status' | 'headers'>, text: string): StatusError {
  return new StatusError(statusIn(text) ?? madeUp(response, text))
}

/** A map from a text. Throws ClientError `bad-answer`. */
export function parseObject(text: string): JsonObject {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (error) {
    throw new ClientError('bad-answer', `answer is no JSON: ${text.slice(0, 80)}`, { cause: error })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw new ClientError('bad-answer', `answer is no object: ${text.slice(0, 80)}`)
}

function statusIn(text: string): Status | undefined {
  try {
    const value = JSON.parse(text) as Partial<Status> | null
    return value?.kind === 'Status' && typeof value.code === 'number' ? (value as Status) : undefined
  } catch {
    return undefined
  }
}

const REASONS: Readonly<Record<number, StatusReason>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
}

function madeUp({ status, headers }: Pick<TransportResponse, 'status' | 'headers'>, text: string): Status {
  const seconds = Number(headers['retry-after'])
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: text.trim().slice(0, 2048) || `the server answered ${status}`,
    reason: REASONS[status] ?? '',
    ...(seconds > 0 && { details: { retryAfterSeconds: seconds } }),
    code: status,
  }
}
