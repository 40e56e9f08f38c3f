import { X509Certificate } from 'node:crypto'
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '#kube'
import { headerText } from '../codec/media.ts'
import type { Answer, ApiRequest, WholeAnswer } from '../contract/http.ts'
import { type Presented, readPresented } from './certificate.ts'
import { type ConnectionLimits, Connections, type OpenConnection } from './connections.ts'
import { type Incoming, type Upgrade, WireRequest } from './request.ts'
import { type Outgoing, sendLast, sendStream, sendWhole } from './respond.ts'
import { createTurns, type Turns } from './turns.ts'
import { refuseUpgrade } from './upgrade.ts'

/** Key and certificates as PEM; `ca` are the authorities whose client certificates are taken, one a text. */
export interface TlsFiles {
  readonly key: string | Buffer
  readonly cert: string | Buffer
  readonly ca: string | Buffer | readonly (string | Buffer)[]
  /** Those whose certificates may speak for others (`X-Remote-User`) and name nobody. */
  readonly frontProxyCa?: readonly string[]
}

/** Where and how to listen. */
export interface ListenOptions {
  readonly tls: TlsFiles
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly clock: Clock
  readonly limits?: ConnectionLimits
  /** Answers a request; never rejects. */
  readonly handle: (request: ApiRequest) => Promise<Answer>
}

/** A listener for HTTPS: HTTP/2 and HTTP/1.1, client certificates asked for but not demanded. */
export interface Listener {
  readonly host: string
  readonly port: number
  readonly connections: Connections
  /** Takes new key and certificates for connections to come. */
  reload(tls: TlsFiles): void
  close(): Promise<void>
}

/** Starts to listen. Rejects when the address cannot be bound. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { tls, host, port, clock, limits } = options
  const server = createSecureServer({ ...contextOf(tls), ...tlsOptions })
  const connections = new Connections(clock, limits)
  const trust = { frontProxies: frontProxiesOf(tls) }
  wire(server, { connections, options, trust })
  await bound(server, host, port)
  const address = server.address() as AddressInfo
  return {
    host: address.address,
    port: address.port,
    connections,
    reload: (next) => {
      server.setSecureContext(contextOf(next))
      trust.frontProxies = frontProxiesOf(next)
    },
    close: () => closed(server, connections),
  }
}

const keepAliveMs = 30_000
const maxHeaderBytes = 128 * 1024

const tlsOptions = {
  allowHTTP1: true,
  requestCert: true,
  rejectUnauthorized: false,
  handshakeTimeout: 15_000,
  minVersion: 'TLSv1.2',
  settings: { maxConcurrentStreams: 1000, initialWindowSize: 1 << 20, maxHeaderListSize: maxHeaderBytes },
  maxSessionInvalidFrames: 100,
  // Selectors and impersonated groups make for long request lines and headers.
  maxHeaderSize: maxHeaderBytes,
} as const

/** A body that takes longer than this to arrive is given up. */
const bodyTimeoutMs = 60_000

function contextOf({ key, cert, ca, frontProxyCa = [] }: TlsFiles): {
  key: string | Buffer
  cert: string | Buffer
  ca: (string | Buffer)[]
} {
  const clientCa = typeof ca === 'string' || Buffer.isBuffer(ca) ? [ca] : (ca as readonly Buffer[])
  return { key, cert, ca: [...clientCa, ...frontProxyCa] }
}

function frontProxiesOf({ frontProxyCa = [] }: TlsFiles): readonly X509Certificate[] {
  return frontProxyCa.map((pem) => new X509Certificate(pem))
}

interface Wiring {
  readonly connections: Connections
  readonly options: ListenOptions
  /** What holds for connections to come. */
  readonly trust: { frontProxies: readonly X509Certificate[] }
}

function wire(server: Http2SecureServer, wiring: Wiring): void {
  const { connections, options } = wiring
  const peers = new WeakMap<object, Peer>()
  const turns = createTurns(options.clock)
  const serve = (incoming: Incoming, outgoing: Outgoing | undefined, upgrade?: Upgrade) => {
    void answer({ incoming, outgoing, upgrade, peer: peerOf(peers, wiring, incoming), connections, options, turns })
  }
  server.on('connection', (socket: Socket) => connections.accepted(socket))
  server.on('secureConnection', (socket: TLSSocket) => {
    socket.setNoDelay(true)
    // Finds clients that vanished in the middle of a watch.
    socket.setKeepAlive(true, keepAliveMs)
    socket.on('error', () => socket.destroy())
    connections.secured(socket)
  })
  server.on('session', (session: ServerHttp2Session) => session.on('error', () => session.destroy()))
  server.on('request', (incoming, outgoing) => serve(incoming, outgoing))
  server.on('upgrade', (incoming: Incoming, socket: Duplex, head: Uint8Array) =>
    serve(incoming, undefined, { socket, head }),
  )
  for (const name of ['tlsClientError', 'clientError', 'sessionError'] as const)
    server.on(name, (_error: Error, socket: { destroy?: () => void }) => socket.destroy?.())
}

/** What is known of the other end of a connection. */
interface Peer {
  readonly presented: Presented
  readonly remoteAddress: string
  readonly open: OpenConnection | undefined
}

/** Read once for a connection. HTTP/2 hands out stand-ins for its socket, so that the session is what tells one from another. */
function peerOf(peers: WeakMap<object, Peer>, { connections, trust }: Wiring, incoming: Incoming): Peer {
  const { stream } = incoming as Partial<Http2ServerRequest>
  const connection = stream?.session ?? incoming.socket
  const known = peers.get(connection)
  if (known !== undefined) return known
  const socket = incoming.socket as TLSSocket
  const peer = {
    presented: readPresented(socket, trust.frontProxies),
    remoteAddress: socket.remoteAddress ?? '',
    open: connections.find(socket),
  }
  peers.set(connection, peer)
  return peer
}

interface Exchange {
  readonly incoming: Incoming
  readonly outgoing: Outgoing | undefined
  readonly upgrade: Upgrade | undefined
  readonly peer: Peer
  readonly connections: Connections
  readonly options: ListenOptions
  readonly turns: Turns
}

async function answer(exchange: Exchange): Promise<void> {
  const { incoming, outgoing, peer, connections } = exchange
  incoming.on('error', ignore)
  outgoing?.on('error', ignore)
  if (peer.open !== undefined) connections.begin(peer.open)
  let isTaken = false
  try {
    await exchange.turns.begin(peer)
    isTaken = await answered(exchange)
  } catch {
    outgoing?.destroy()
  } finally {
    // Whoever took a connection over decides how long it lives.
    if (peer.open !== undefined && !isTaken) connections.end(peer.open)
  }
}

/** True when the handler has taken the connection over. */
async function answered({ incoming, outgoing, upgrade, peer, options }: Exchange): Promise<boolean> {
  const request = new WireRequest(incoming, peer.presented, {
    remoteAddress: peer.remoteAddress,
    gone: (listener) => whenGone(outgoing ?? incoming.socket, listener),
    deadline: { clock: options.clock, timeoutMs: bodyTimeoutMs },
    ...(upgrade !== undefined && { upgrade }),
  })
  const given = await options.handle(request)
  if ('taken' in given) return true
  if (outgoing === undefined) refuseUpgrade(upgrade, given)
  else if (isCut(given) && !('stream' in outgoing)) await sendLast(outgoing, given, linger(incoming, options.clock))
  else await send(outgoing, given, { request, clock: options.clock })
  return false
}

/** The rest of a body that is too large or too slow is not worth reading. */
function isCut(given: Exclude<Answer, { taken: true }>): given is WholeAnswer {
  return 'body' in given && (given.status === 413 || given.status === 408)
}

/** As long as Go's server waits (rstAvoidanceDelay): a connection closed at once takes an answer with it that was not read yet. */
const LINGER_MS = 500

/** Throws away what still comes, until the client has heard enough. */
function linger(incoming: Incoming, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const stopTimer = clock.setTimer(LINGER_MS, resolve)
    const heard = (): void => {
      stopTimer()
      resolve()
    }
    incoming.once('close', heard).once('end', heard).resume()
  })
}

interface Asking {
  readonly request: WireRequest
  readonly clock: Clock
}

async function send(outgoing: Outgoing, given: Exclude<Answer, { taken: true }>, asking: Asking): Promise<void> {
  const { request, clock } = asking
  if ('serve' in given) return await sendStream(outgoing, given, request.signal)
  const isHead = request.method === 'HEAD'
  const takesGzip = headerText(request.headers['accept-encoding']).includes('gzip')
  return await sendWhole(outgoing, given, { isHead, takesGzip, clock, gone: () => request.signal })
}

/** HTTP/2 tells it of the stream, HTTP/1.1 of the response; either may be over before anybody asks. */
function whenGone(emitter: Outgoing | Socket, listener: () => void): void {
  const { stream } = emitter as Partial<Http2ServerResponse>
  const source = stream ?? emitter
  if ('destroyed' in source && source.destroyed === true) return listener()
  source.once('close', () => {
    if (stream !== undefined || !('writableFinished' in emitter) || !emitter.writableFinished) listener()
  })
}

function bound(server: Http2SecureServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // what is accepted in one turn keeps everybody else waiting
    server.listen({ host, port, backlog: 511 }, () => {
      server.off('error', reject)
      server.on('error', ignore)
      resolve()
    })
  })
}

function closed(server: Http2SecureServer, connections: Connections): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    connections.close()
  })
}

function ignore(): void {}
