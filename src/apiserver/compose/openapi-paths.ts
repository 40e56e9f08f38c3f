import type { Aggregation } from '../aggregation/create.ts'
import type { Answer, ApiRequest, Handler } from '../contract/http.ts'
import type { OpenApiDocument, OpenApiDocuments } from '../openapi/documents.ts'

const V3 = '/openapi/v3/'
/** Clients ask for it with an `@`, which no media type may have: Go's clients refuse an answer with one. */
const PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'
const KEPT = 'public, max-age=31536000, immutable'

/** `/openapi/v3`, its documents, and `/openapi/v2`, with ETags and answers of 304. Source: kube-openapi handler3, handler. */
export function openApiPaths(
  documents: OpenApiDocuments,
  { openApiIndex, handler }: Pick<Aggregation, 'openApiIndex' | 'handler'>,
): Readonly<Record<string, Handler>> {
  return {
    '/openapi/v3': (request) => Promise.resolve(answerOf(openApiIndex(documents.index()), request, 'application/json')),
    [V3]: async (request, context) => {
      const document = await documents.v3(request.path.slice(V3.length))
      return document === undefined ? await handler(request, context) : versioned(document, request)
    },
    '/openapi/v2': async (request) => {
      const isProtobuf = acceptOf(request).includes('proto-openapi')
      const document = await documents.v2(isProtobuf ? 'protobuf' : 'json')
      return answerOf(document, request, isProtobuf ? PROTOBUF : 'application/json')
    },
  }
}

/** A document that was asked for by its hash may be kept for ever; by another hash, the caller is sent to the right one. */
function versioned(document: OpenApiDocument, request: ApiRequest): Answer {
  const asked = request.query.get('hash')
  if (asked === null) return answerOf(document, request, 'application/json')
  if (asked !== document.hash) {
    return { status: 301, headers: { location: `${request.path}?hash=${document.hash}` }, body: '' }
  }
  return answerOf(document, request, 'application/json', { 'cache-control': KEPT })
}

function answerOf(
  { bytes, hash }: OpenApiDocument,
  request: ApiRequest,
  type: string,
  more: Record<string, string> = {},
): Answer {
  const etag = `"${hash}"`
  const headers = { 'content-type': type, etag, vary: 'Accept', ...more }
  if (request.headers['if-none-match'] === etag) return { status: 304, headers, body: '' }
  return { status: 200, headers, body: bytes }
}

function acceptOf({ headers }: ApiRequest): string {
  const accept = headers['accept']
  return typeof accept === 'string' ? accept : (accept ?? []).join(',')
}
