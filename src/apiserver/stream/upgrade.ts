import type { Duplex } from 'node:stream'
import { badRequest, StatusError } from '#kube'
import type { Handshake } from '#websocket'
import { headerText } from '../codec/media.ts'
import type { ApiRequest } from '../contract/http.ts'

/** What a client wants a connection to become. */
export type UpgradeKind = 'websocket' | 'spdy'

/** A connection that was taken over. */
export interface Taken {
  readonly socket: Duplex
  readonly head: Uint8Array
}

/** What an `Upgrade` request asks for. Throws 400 for requests that ask for none, or for something else. */
export function upgradeKind(request: ApiRequest): UpgradeKind {
  const wanted = headerText(request.headers['upgrade']).toLowerCase()
  if (request.upgrade === undefined || wanted === '') throw badRequest('Upgrade request required')
  if (wanted === 'websocket') return 'websocket'
  if (wanted.includes('spdy/3.1')) return 'spdy'
  throw badRequest(`unable to upgrade: unsupported protocol ${JSON.stringify(wanted)}`)
}

/** True for requests that want to become a websocket. */
export function isWebSocket(request: ApiRequest): boolean {
  return request.upgrade !== undefined && headerText(request.headers['upgrade']).toLowerCase() === 'websocket'
}

/** Takes the connection over. Nothing may be refused with a status after it. */
export function takeOver(request: ApiRequest): Taken {
  if (request.upgrade === undefined) throw badRequest('Upgrade request required')
  const taken = request.upgrade()
  taken.socket.on('error', () => taken.socket.destroy())
  return taken
}

/**
 * Chooses the first subprotocol of a websocket that the client offers and the server knows; clients that offer none get
 * the empty one where it is known. Throws 403 when there is none, 400 for a handshake that is none.
 */
export function agreeWebSocket(request: ApiRequest, known: (name: string) => boolean): Omit<Handshake, 'head'> {
  const key = headerText(request.headers['sec-websocket-key'])
  const isVersion = headerText(request.headers['sec-websocket-version']) === '13'
  if (!isVersion || !/^[A-Za-z0-9+/]{22}==$/.test(key)) throw badRequest('bad websocket handshake')
  const offered = listOf(request, 'sec-websocket-protocol')
  const protocol = offered.length === 0 && known('') ? '' : offered.find(known)
  if (protocol === undefined) throw refused(`requested protocol(s) are not supported: [${offered.join(' ')}]`)
  return { key, protocol }
}

/**
 * The same for SPDY, from `X-Stream-Protocol-Version`. A client that offers none speaks the empty protocol. Throws 403.
 */
export function agreeSpdy(request: ApiRequest, known: readonly string[]): string {
  const offered = listOf(request, 'x-stream-protocol-version')
  if (offered.length === 0) return ''
  const protocol = offered.find((name) => known.includes(name))
  if (protocol !== undefined) return protocol
  throw refused(
    `unable to upgrade: unable to negotiate protocol: client supports ${quoted(offered)}, server accepts ${quoted(known)}`,
  )
}

/** Status line and headers that turn a connection into SPDY. */
export function spdyAnswer(protocol: string): string {
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1']
  if (protocol !== '') lines.push(`X-Stream-Protocol-Version: ${protocol}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

function listOf(request: ApiRequest, header: string): readonly string[] {
  return headerText(request.headers[header])
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function quoted(names: readonly string[]): string {
  return `[${names.map((name) => JSON.stringify(name)).join(' ')}]`
}

function refused(message: string): StatusError {
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' } as const
  return new StatusError({ ...head, message, reason: 'Forbidden', code: 403 })
}
