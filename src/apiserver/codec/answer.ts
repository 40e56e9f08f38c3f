import type { JsonObject, Status } from '#kube'
import type { ApiRequest, Headers, WholeAnswer } from '../contract/http.ts'
import { contentTypes, type Media, negotiate, type Offer, plainOffer } from './media.ts'

/** An object in a form that was negotiated. Objects without a protobuf message go out as JSON. */
export async function objectAnswer(
  status: number,
  object: JsonObject,
  media: Media,
  headers?: Headers,
): Promise<WholeAnswer> {
  const { encoding, body } = await encoded(object, media)
  return { status, headers: { ...noCache, 'content-type': contentTypes[encoding], ...headers }, body }
}

/** A Status as the answer, in whatever form the client takes; JSON when it takes none. */
export async function statusAnswer(status: Status, request: ApiRequest, headers?: Headers): Promise<WholeAnswer> {
  const seconds = status.details?.retryAfterSeconds ?? 0
  const retry = seconds > 0 ? { 'retry-after': String(seconds) } : undefined
  const media = acceptedOr(request, plainOffer)
  return await objectAnswer(status.code, status as unknown as JsonObject, media, { ...retry, ...headers })
}

/** A text. */
export function textAnswer(status: number, text: string, headers?: Headers): WholeAnswer {
  return { status, headers: { ...textHeaders, ...headers }, body: text }
}

/** JSON text of a value as the server prints it: two spaces when pretty, and a line end. */
export function jsonText(value: unknown, isPretty: boolean): string {
  return isPretty ? JSON.stringify(value, undefined, 2) : `${JSON.stringify(value)}\n`
}

/** Headers that keep answers out of caches. */
export const noCache = { 'cache-control': 'no-cache, private' }

const textHeaders = {
  ...noCache,
  'content-type': 'text/plain; charset=utf-8',
  'x-content-type-options': 'nosniff',
}

function acceptedOr(request: ApiRequest, offer: Offer): Media {
  try {
    return negotiate(request, offer)
  } catch {
    return { encoding: 'json', isPretty: true, isStream: false }
  }
}

async function encoded(
  object: JsonObject,
  media: Media,
): Promise<Pick<WholeAnswer, 'body'> & { encoding: Media['encoding'] }> {
  if (media.encoding === 'protobuf') {
    const { toProtobuf } = await import('./protobuf.ts')
    const body = toProtobuf(object)
    if (body !== undefined) return { encoding: 'protobuf', body }
  }
  if (media.encoding === 'yaml') {
    return { encoding: 'yaml', body: await yamlText(object) }
  }
  return { encoding: 'json', body: jsonText(object, media.isPretty) }
}

/** An object as YAML. What YAML has no plain characters for goes out as JSON, which is YAML too. */
export async function yamlText(object: JsonObject): Promise<string> {
  const { dump, YamlError } = await import('#yaml')
  try {
    return dump(object as Parameters<typeof dump>[0])
  } catch (cause) {
    if (!(cause instanceof YamlError)) throw cause
    return jsonText(object, false).replace(UNREADABLE, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    })
  }
}

const UNREADABLE = /[\u007f-\u009f\ufffe\uffff]/g
