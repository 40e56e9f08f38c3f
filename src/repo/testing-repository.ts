import type { Server } from 'node:http'
import { type LocalServer, listen } from './testing-server.ts'

/** What the repository serves: path (`/index.yaml`) to content; a number is a status, `{ location }` a redirect, `hang` no answer. */
export interface FakeRepositoryOptions {
  readonly files: Readonly<Record<string, string | Uint8Array | number | { readonly location: string }>>
  /** `user:password` that every request must bring. */
  readonly credentials?: string
  /** Another server to listen with, such as one with TLS. */
  readonly server?: Server
}

/** A running repository; `requests` holds method, path and authorization of each request so far. */
export interface FakeRepository extends LocalServer {
  readonly url: string
  readonly requests: readonly SeenRequest[]
}

interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly userAgent: string | undefined
}

/** Starts a classic repository on 127.0.0.1. */
export async function startFakeRepository(options: FakeRepositoryOptions): Promise<FakeRepository> {
  const requests: SeenRequest[] = []
  const expected =
    options.credentials === undefined ? undefined : `Basic ${Buffer.from(options.credentials).toString('base64')}`
  const server = await listen((request, response) => {
    const path = request.url ?? '/'
    const { authorization, 'user-agent': userAgent } = request.headers
    requests.push({ method: request.method ?? '', path, authorization, userAgent })
    const content = options.files[path.split('?')[0] ?? ''] ?? 404
    if (expected !== undefined && authorization !== expected) return void response.writeHead(401).end('who are you\n')
    if (content === 'hang') return
    if (typeof content === 'number') return void response.writeHead(content).end('no\n')
    if (typeof content === 'object' && 'location' in content) {
      return void response.writeHead(302, { location: content.location }).end()
    }
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(content)
  }, options.server)
  return { ...server, url: `${options.server === undefined ? 'http' : 'https'}://${server.host}`, requests }
}
