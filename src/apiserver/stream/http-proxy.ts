import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Duplex, Readable } from 'node:stream'
import { serviceUnavailable } from '#kube'
import type { Answer, ApiRequest, Sink } from '../contract/http.ts'
import { passedHeaders } from '../transport/passed-headers.ts'
import type { Backend } from './backend.ts'
import { takeOver } from './upgrade.ts'

/** Sends a request on to a backend and gives its answer back as it comes. Rejects with 503 when it cannot be reached. */
export function proxyTo(backend: Backend, path: string, request: ApiRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const send = backend.scheme === 'https' ? httpsRequest : httpRequest
    const outgoing = send(optionsOf(backend, path, request))
    outgoing.on('response', (response) => resolve(answerOf(response)))
    outgoing.on('upgrade', (response: IncomingMessage, socket: Duplex, head: Buffer) =>
      resolve(bridge(request, response, socket, head)),
    )
    outgoing.on('error', (error) => reject(serviceUnavailable(`error trying to reach service: ${error.message}`)))
    request.signal.addEventListener('abort', () => outgoing.destroy(), { once: true })
    const { stream } = request
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.upgrade === undefined
    if (hasBody && stream !== undefined) (stream as unknown as Readable).pipe(outgoing)
    else outgoing.end()
  })
}

function optionsOf(
  { host, port }: Backend,
  path: string,
  request: ApiRequest,
): RequestOptions & { rejectUnauthorized: boolean } {
  const query = request.query.toString()
  return {
    host,
    port,
    method: request.method,
    path: query === '' ? path : `${path}?${query}`,
    headers: {
      ...passedHeaders(request.headers, request.upgrade !== undefined, isOurs),
      host: `${host}:${port}`,
      'x-forwarded-uri': request.path,
    },
    // Pods have certificates of their own making; the reference does not look at them either.
    rejectUnauthorized: false,
  }
}

/** Credentials are for this server. */
function isOurs(name: string): boolean {
  return name.startsWith(':') || name === 'authorization' || name.startsWith('impersonate-') || name === 'host'
}

function answerOf(response: IncomingMessage): Answer {
  const headers = passedHeaders(response.headers, false, isOurs)
  return { status: response.statusCode ?? 502, headers, serve: (sink) => copy(response, sink) }
}

async function copy(response: IncomingMessage, sink: Sink): Promise<void> {
  sink.closed.addEventListener('abort', () => response.destroy(), { once: true })
  for await (const chunk of response as AsyncIterable<Uint8Array>) if (!sink.write(chunk)) await sink.drained()
}

/** Both ends have switched protocols: bytes go to and fro. */
function bridge(request: ApiRequest, response: IncomingMessage, backend: Duplex, head: Buffer): Answer {
  const { socket, head: clientHead } = takeOver(request)
  const lines = [`HTTP/1.1 ${response.statusCode ?? 101} ${response.statusMessage ?? ''}`]
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2)
    lines.push(`${response.rawHeaders[at]}: ${response.rawHeaders[at + 1]}`)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  if (head.length > 0) socket.write(head)
  if (clientHead.length > 0) backend.write(clientHead)
  backend.on('error', () => socket.destroy())
  socket.on('close', () => backend.destroy())
  backend.on('close', () => socket.destroy())
  socket.pipe(backend)
  backend.pipe(socket)
  return { taken: true }
}
