import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createAuthority } from '#cluster/testing'
import type { JsonObject } from '#kube'

/** What a review tells: `request` of the AdmissionReview. */
export interface Review {
  readonly path: string
  readonly search: string
  readonly apiVersion: string
  readonly request: JsonObject
}

/** Answers a review with `response`; what it gives beside `uid` is sent as it is. Undefined: never answers. */
export type Respond = (review: Review) => JsonObject | undefined

/** A webhook on this machine. */
export interface WebhookServer {
  readonly port: number
  /** In base64, as configurations have it. */
  readonly caBundle: string
  /** Every review, in order. */
  readonly reviews: Review[]
  /** By path; `/` and others that are missing answer 404. */
  readonly handlers: Record<string, Respond>
  /** How many connections there were. */
  readonly connections: () => number
  close(): Promise<void>
}

/** Starts an HTTPS server with a certificate for 127.0.0.1, localhost and the given names. */
export async function startWebhookServer(hosts: readonly string[] = []): Promise<WebhookServer> {
  const validity = { nowMs: Date.now(), durationMs: 3_600_000 }
  const authority = createAuthority('webhook-ca', validity)
  const pair = authority.issueServer({
    commonName: 'webhook',
    hosts: ['127.0.0.1', 'localhost', ...hosts],
    ...validity,
  })
  const reviews: Review[] = []
  const handlers: Record<string, Respond> = {}
  let connections = 0
  const server = createServer({ key: pair.key, cert: pair.certificate }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { pathname, search } = new URL(request.url ?? '/', 'https://x')
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { apiVersion: string; request: JsonObject }
      const review = { path: pathname, search, apiVersion: body.apiVersion, request: body.request }
      reviews.push(review)
      const handler = handlers[pathname]
      if (handler === undefined) return void response.writeHead(404).end('nothing here')
      const answer = handler(review)
      if (answer === undefined) return
      const given = { uid: body.request['uid'], ...answer }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ kind: 'AdmissionReview', apiVersion: body.apiVersion, response: given }))
    })
  })
  server.on('secureConnection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    caBundle: Buffer.from(authority.pair.certificate).toString('base64'),
    reviews,
    handlers,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A JSON patch as a response carries it. */
export function patchOf(operations: readonly JsonObject[]): JsonObject {
  return { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(operations)).toString('base64') }
}
