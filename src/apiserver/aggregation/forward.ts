import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { textAnswer } from '../codec/answer.ts'
import type { Answer, ApiRequest, RequestContext, Sink } from '../contract/http.ts'
import { takeOver } from '../stream/upgrade.ts'
import { connectionWords } from '../webhook/call-failure.ts'
import { type RemoteService, serverNameOf } from './api-service.ts'
import type { RemoteConnections } from './connection.ts'
import { passedOn, userHeaders } from './identity.ts'

/** Sends a request on to the server of its group and version, as the user who asks; every verb, watches and upgrades. */
export async function forward(
  connections: RemoteConnections,
  remote: RemoteService,
  request: ApiRequest,
  context: RequestContext,
): Promise<Answer> {
  if (!remote.isAvailable) return unavailable()
  const isUpgrade = request.upgrade !== undefined
  const settings = await connections.settings(remote, true).catch(() => undefined)
  if (settings === undefined) return unavailable()
  const query = request.query.toString()
  const sent = {
    ...settings,
    method: request.method,
    path: query === '' ? request.path : `${request.path}?${query}`,
    headers: {
      ...headersOf(request, isUpgrade),
      ...userHeaders(context.user),
      host: `${serverNameOf(remote)}:${settings.port}`,
    },
    // A connection that becomes something else is nobody's afterwards.
    ...(isUpgrade && { agent: false as const }),
  }
  return await answered(sent, request, serverNameOf(remote))
}

/** What clients of a group are told while its server is away. */
function unavailable(): Answer {
  return textAnswer(503, 'service unavailable\n')
}

function headersOf(request: ApiRequest, isUpgrade: boolean): OutgoingHttpHeaders {
  const headers = passedOn(request.headers, isUpgrade)
  const before = request.headers['x-forwarded-for']
  const chain = [...(typeof before === 'string' ? [before] : (before ?? [])), request.remoteAddress]
  return { ...headers, 'x-forwarded-for': chain.filter((one) => one !== '').join(', ') }
}

function answered(settings: RequestOptions, request: ApiRequest, serverName: string): Promise<Answer> {
  return new Promise((resolve) => {
    const outgoing = httpsRequest(settings)
    outgoing.on('response', (response) => resolve(answerOf(response)))
    outgoing.on('upgrade', (response: IncomingMessage, socket: Duplex, head: Buffer) =>
      resolve(bridged(request, response, { socket, head })),
    )
    outgoing.on('error', (error) => resolve(textAnswer(503, `${connectionWords(error, serverName)}\n`)))
    request.signal.addEventListener('abort', () => outgoing.destroy(), { once: true })
    void sendBody(request, outgoing)
  })
}

/** The body goes on as it comes, no faster than the server takes it. */
async function sendBody(request: ApiRequest, outgoing: ReturnType<typeof httpsRequest>): Promise<void> {
  try {
    for await (const chunk of await bodyOf(request)) if (!outgoing.write(chunk)) await drained(outgoing)
    outgoing.end()
  } catch (error) {
    outgoing.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}

async function bodyOf(request: ApiRequest): Promise<AsyncIterable<Uint8Array> | readonly Uint8Array[]> {
  const { method, stream, upgrade } = request
  if (method === 'GET' || method === 'HEAD' || upgrade !== undefined) return []
  return stream ?? [await request.body()]
}

async function drained(outgoing: ReturnType<typeof httpsRequest>): Promise<void> {
  await new Promise((resolve) => outgoing.once('drain', resolve).once('close', resolve))
}

function answerOf(response: IncomingMessage): Answer {
  const headers = passedOn(response.headers, false) as Record<string, string | string[]>
  return { status: response.statusCode ?? 502, headers, serve: (sink) => copied(response, sink) }
}

async function copied(response: IncomingMessage, sink: Sink): Promise<void> {
  const leave = (): void => void response.destroy()
  sink.closed.addEventListener('abort', leave, { once: true })
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) if (!sink.write(chunk)) await sink.drained()
  } catch (error) {
    if (!sink.closed.aborted) throw error
  } finally {
    sink.closed.removeEventListener('abort', leave)
  }
}

interface Bridge {
  readonly socket: Duplex
  readonly head: Buffer
}

/** Both ends have switched protocols: bytes go to and fro. */
function bridged(request: ApiRequest, response: IncomingMessage, { socket: server, head }: Bridge): Answer {
  const { socket: client, head: clientHead } = takeOver(request)
  const lines = [`HTTP/1.1 ${response.statusCode ?? 101} ${response.statusMessage ?? ''}`]
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2) {
    lines.push(`${response.rawHeaders[at]}: ${response.rawHeaders[at + 1]}`)
  }
  client.write(`${lines.join('\r\n')}\r\n\r\n`)
  if (head.length > 0) client.write(head)
  if (clientHead.length > 0) server.write(clientHead)
  server.on('error', () => client.destroy())
  client.on('close', () => server.destroy())
  server.on('close', () => client.destroy())
  client.pipe(server)
  server.pipe(client)
  return { taken: true }
}
