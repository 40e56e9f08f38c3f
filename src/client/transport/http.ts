import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https'
import type { ConnectionOptions } from 'node:tls'
import { StatusError } from '#kube'
import { ClientError } from '../error.ts'
import { openConnection } from './connection.ts'
import { type CredentialSource, type Credentials, fixedCredentials } from './credentials.ts'
import { unreachable } from './failure.ts'
import type { Transport, TransportRequest, TransportResponse, Upgraded, UpgradeRequest } from './transport.ts'
import { openTunnel } from './tunnel.ts'
import { upgradeToWebSocket } from './upgrade.ts'

/** How to reach one API server over HTTP. PEM texts, no file names. */
export interface HttpOptions {
  /** `https://host:port/prefix`, without a trailing slash. */
  readonly server: string
  readonly authority?: string
  readonly serverName?: string
  readonly isUnverified?: boolean
  readonly proxy?: URL
  readonly credentials?: CredentialSource
  readonly userAgent?: string
  /** Headers of every request: impersonation. One of several values is sent once for each. */
  readonly headers?: Readonly<Record<string, string | string[]>>
}

/** A transport over HTTP/1.1 with connections that are kept; one 401 makes it ask for fresh credentials and try again. */
export function httpTransport(options: HttpOptions): Transport {
  return new HttpTransport(options)
}

/** Connections that no request uses are closed after so long. */
const IDLE_MS = 60_000

class HttpTransport implements Transport {
  readonly #options: HttpOptions
  readonly #url: URL
  readonly #credentials: CredentialSource
  #agent: { readonly agent: HttpAgent; readonly certificate: string | undefined } | undefined

  constructor(options: HttpOptions) {
    const url = URL.parse(options.server)
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new ClientError('bad-config', `server ${options.server} is no http or https address`)
    }
    this.#options = options
    this.#url = url
    this.#credentials = options.credentials ?? fixedCredentials({})
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    const credentials = await this.#credentials.current()
    const response = await this.#exchange(request, credentials)
    if (response.status !== 401 || !this.#credentials.refuse(credentials)) return response
    response.message.resume()
    const renewed = await this.#credentials.current()
    return this.#exchange(request, renewed)
  }

  async upgrade(request: UpgradeRequest): Promise<Upgraded> {
    const credentials = await this.#credentials.current()
    try {
      return await this.#upgradeAs(request, credentials)
    } catch (error) {
      const isStale = error instanceof StatusError && error.status.code === 401
      if (!isStale || !this.#credentials.refuse(credentials)) throw error
      return await this.#upgradeAs(request, await this.#credentials.current())
    }
  }

  close(): void {
    this.#agent?.agent.destroy()
    this.#agent = undefined
  }

  async #exchange(request: TransportRequest, credentials: Credentials): Promise<HttpResponse> {
    try {
      const message = await this.#answer(request, credentials)
      return {
        status: message.statusCode ?? 0,
        headers: headersOf(message),
        body: pieces(message, request.signal),
        message,
      }
    } catch (error) {
      if (request.signal?.aborted === true) throw aborted(error)
      throw unreachable(error, this.#url)
    }
  }

  async #answer(request: TransportRequest, credentials: Credentials): Promise<IncomingMessage> {
    const client = await this.#start(request, credentials)
    try {
      return await answerOf(client, request.body)
    } catch (error) {
      // a kept connection may end just when it is used again: what only reads is asked once more, as Go's client does
      const isClosedIdle = client.reusedSocket && request.method === 'GET' && request.signal?.aborted !== true
      if (!isClosedIdle) throw error
      return this.#answer(request, credentials)
    }
  }

  async #upgradeAs(request: UpgradeRequest, credentials: Credentials): Promise<Upgraded> {
    const tls = this.#url.protocol === 'http:' ? undefined : this.#tls(credentials)
    const head = { prefix: this.#prefix(), headers: this.#headers({}, credentials) }
    try {
      const socket = await openConnection({ url: this.#url, proxy: this.#options.proxy, tls, signal: request.signal })
      return await upgradeToWebSocket(socket, request, head)
    } catch (error) {
      if (request.signal?.aborted === true) throw aborted(error)
      throw error instanceof StatusError ? error : unreachable(error, this.#url)
    }
  }

  #prefix(): string {
    return this.#url.pathname.replace(/\/$/, '')
  }

  async #start(request: TransportRequest, credentials: Credentials): Promise<ClientRequest> {
    const options: RequestOptions = {
      method: request.method,
      path: this.#prefix() + request.path,
      hostname: this.#url.hostname.replace(/^\[|\]$/g, ''),
      port: this.#url.port || (this.#url.protocol === 'https:' ? '443' : '80'),
      headers: this.#headers(request, credentials),
      ...(request.signal !== undefined && { signal: request.signal }),
    }
    const { proxy } = this.#options
    const isPlain = this.#url.protocol === 'http:'
    if (proxy === undefined) {
      const agent = this.#agentFor(credentials)
      return isPlain
        ? httpRequest({ ...options, agent })
        : httpsRequest({ ...options, ...this.#tls(credentials), agent })
    }
    const socket = await openTunnel(proxy, this.#url, isPlain ? undefined : this.#tls(credentials))
    const client = httpRequest({ ...options, createConnection: () => socket })
    client.on('close', () => socket.destroy())
    return client
  }

  #headers(
    { headers, body }: Pick<TransportRequest, 'headers' | 'body'>,
    { authorization }: Credentials,
  ): Record<string, string | string[]> {
    return {
      host: this.#url.host,
      'user-agent': this.#options.userAgent ?? 'berth',
      ...this.#options.headers,
      ...headers,
      ...(authorization !== undefined && { authorization }),
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    }
  }

  /** One agent for each client certificate: a renewed one must not ride on old connections. */
  #agentFor({ certificate }: Credentials): HttpAgent {
    if (this.#agent === undefined || this.#agent.certificate !== certificate) {
      const make = this.#url.protocol === 'http:' ? HttpAgent : HttpsAgent
      this.#agent = { agent: new make({ keepAlive: true, timeout: IDLE_MS, scheduling: 'lifo' }), certificate }
    }
    return this.#agent.agent
  }

  #tls({ certificate, key }: Credentials): ConnectionOptions {
    const { authority, serverName, isUnverified } = this.#options
    const host = this.#url.hostname.replace(/^\[|\]$/g, '')
    const name = serverName ?? (/^[\d.]+$|:/.test(host) ? '' : host)
    return {
      servername: name,
      ...(authority !== undefined && { ca: authority }),
      ...(certificate !== undefined && { cert: certificate }),
      ...(key !== undefined && { key }),
      ...(isUnverified === true && { rejectUnauthorized: false }),
    }
  }
}

interface HttpResponse extends TransportResponse {
  readonly message: IncomingMessage
}

function answerOf(client: ClientRequest, body: string | Uint8Array | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    client.on('response', resolve)
    client.on('error', reject)
    // a watch is silent for minutes: only the caller decides how long to wait
    client.setTimeout(0)
    client.end(body)
  })
}

function headersOf({ headers }: IncomingMessage): Record<string, string | undefined> {
  const result: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(headers)) result[name] = Array.isArray(value) ? value.join(', ') : value
  return result
}

function aborted(cause: unknown): ClientError {
  return new ClientError('aborted', 'given up by the caller', { cause })
}

async function* pieces(message: IncomingMessage, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) yield chunk
  } catch (error) {
    if (signal?.aborted === true) throw aborted(error)
    throw new ClientError('unreachable', 'the answer was cut short', { cause: error })
  } finally {
    message.destroy()
  }
}
