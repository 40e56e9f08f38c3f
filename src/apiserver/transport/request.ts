import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { Duplex } from 'node:stream'
import { requestEntityTooLarge } from '#kube'
import type { ApiRequest, Headers } from '../contract/http.ts'
import type { ClientCertificate } from '../contract/user.ts'
import { type BodyDeadline, defaultBodyLimitBytes, readBody } from './body.ts'
import type { Presented } from './certificate.ts'
import { identityHeaders } from './identity-headers.ts'

/** A request of either HTTP version. */
export type Incoming = IncomingMessage | Http2ServerRequest

/** What comes with a request that asks to take over its connection. */
export interface Upgrade {
  readonly socket: Duplex
  readonly head: Uint8Array
}

/** A request from the wire. What few handlers ask for (query, signal, body) is made when it is asked for. */
export class WireRequest implements ApiRequest {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly remoteAddress: string
  readonly clientCertificate?: ClientCertificate
  readonly certificateProblem?: string
  readonly upgrade?: () => Upgrade
  #query: URLSearchParams | undefined
  #abort: AbortController | undefined
  #body: Promise<Uint8Array> | undefined
  readonly #search: string
  readonly #incoming: Incoming
  readonly #gone: Gone
  readonly #deadline: BodyDeadline
  constructor(incoming: Incoming, presented: Presented, wire: Wire) {
    const url = incoming.url ?? '/'
    const mark = url.indexOf('?')
    this.method = incoming.method ?? 'GET'
    this.path = mark < 0 ? url : url.slice(0, mark)
    this.#search = mark < 0 ? '' : url.slice(mark + 1)
    this.headers = identityHeaders(incoming)
    this.remoteAddress = wire.remoteAddress
    if (presented.certificate !== undefined) this.clientCertificate = presented.certificate
    if (presented.problem !== undefined) this.certificateProblem = presented.problem
    const { upgrade } = wire
    if (upgrade !== undefined) this.upgrade = () => upgrade
    this.#incoming = incoming
    this.#gone = wire.gone
    this.#deadline = wire.deadline
  }
  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.#search)
    return this.#query
  }
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      const abort = new AbortController()
      this.#abort = abort
      this.#gone(() => abort.abort())
    }
    return this.#abort.signal
  }
  get stream(): AsyncIterable<Uint8Array> {
    return this.#incoming as AsyncIterable<Uint8Array>
  }
  body(limitBytes = defaultBodyLimitBytes): Promise<Uint8Array> {
    this.#body ??= this.#read(limitBytes)
    return this.#body
  }
  async #read(limitBytes: number): Promise<Uint8Array> {
    const declared = Number(this.headers['content-length'] ?? 0)
    if (declared > limitBytes) throw requestEntityTooLarge(limitBytes)
    return await readBody(this.#incoming, limitBytes, this.#deadline)
  }
}

/** Calls back once when the client is gone before its answer is complete. */
export type Gone = (listener: () => void) => void

/** What a request needs from the connection that brought it. */
export interface Wire {
  readonly remoteAddress: string
  readonly gone: Gone
  readonly deadline: BodyDeadline
  readonly upgrade?: Upgrade
}
