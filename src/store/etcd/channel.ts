import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2'
import type { StoreClock } from '../compaction.ts'
import { frameOf, GrpcError, grpcCode, messagesOf } from './grpc.ts'

/** Certificates in PEM, for endpoints that start with `https`. */
export interface EtcdTls {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly servername?: string
}

/** Time without a sign of life after which a connection is given up. */
const keepaliveMs = 10_000
const keepaliveTimeoutMs = 5_000

/** One HTTP/2 connection to one etcd; it is not opened again once it is lost. */
export class Channel {
  readonly endpoint: string
  readonly #session: ClientHttp2Session
  readonly #clock: StoreClock
  #isConnected = false
  #failure: string | undefined
  #stopKeepalive = () => {}

  constructor(endpoint: string, tls: EtcdTls, clock: StoreClock) {
    this.endpoint = endpoint
    this.#clock = clock
    this.#session = connect(endpoint, { ...tls })
    this.#session.on('connect', () => {
      this.#isConnected = true
      this.#keepAlive()
    })
    this.#session.on('error', (error: Error) => this.#lose(error.message))
    this.#session.on('goaway', () => this.#lose('the server closes the connection'))
    this.#session.on('close', () => this.#lose('the connection was closed'))
  }

  get isAlive(): boolean {
    return this.#failure === undefined && !this.#session.destroyed
  }

  /** One request, one answer. Throws `GrpcError`. */
  async call(method: string, message: Uint8Array, timeoutMs: number): Promise<Buffer> {
    const stream = this.#request(method, { 'grpc-timeout': `${Math.ceil(timeoutMs)}m` })
    let isLate = false
    const cancel = this.#clock.setTimer(timeoutMs, () => {
      isLate = true
      stream.destroy()
    })
    try {
      stream.end(frameOf(message))
      const answers = await Array.fromAsync(messagesOf(stream))
      if (answers[0] === undefined) throw new GrpcError(grpcCode.unavailable, 'no answer')
      return answers[0]
    } catch (error) {
      if (isLate) throw new GrpcError(grpcCode.deadline, `no answer within ${timeoutMs} ms`, this.#isConnected)
      throw this.#asSent(error)
    } finally {
      cancel()
    }
  }

  /** One request, many answers, until the signal aborts. Throws `GrpcError`. */
  async *stream(method: string, message: Uint8Array, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
    const stream = this.#request(method, { hasleader: 'true' })
    const stop = () => stream.destroy()
    signal.addEventListener('abort', stop)
    try {
      stream.write(frameOf(message))
      yield* messagesOf(stream)
    } catch (error) {
      if (!signal.aborted) throw this.#asSent(error)
    } finally {
      signal.removeEventListener('abort', stop)
      stream.destroy()
    }
  }

  close(): void {
    this.#lose('the store was closed')
  }

  #request(method: string, headers: Readonly<Record<string, string>>): ClientHttp2Stream {
    if (!this.isAlive) throw new GrpcError(grpcCode.unavailable, this.#failure ?? 'the connection was lost', false)
    return this.#session.request({
      ':method': 'POST',
      ':path': `/etcdserverpb.${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    })
  }

  #asSent(error: unknown): GrpcError {
    const { code, message } =
      error instanceof GrpcError ? error : { code: grpcCode.unavailable, message: String(error) }
    return new GrpcError(code, message, this.#isConnected)
  }

  #keepAlive(): void {
    this.#stopKeepalive = this.#clock.setTimer(keepaliveMs, () => {
      if (!this.isAlive) return
      const giveUp = this.#clock.setTimer(keepaliveTimeoutMs, () => this.#lose('the connection is dead'))
      this.#session.ping(() => {
        giveUp()
        if (this.isAlive) this.#keepAlive()
      })
    })
  }

  #lose(why: string): void {
    if (this.#failure !== undefined) return
    this.#failure = why
    this.#stopKeepalive()
    this.#session.destroy()
  }
}
