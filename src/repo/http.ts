import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Socket } from 'node:net'
import { RepoError } from './error.ts'
import { readBytesIfPresent } from './file.ts'
import { redact, transportError } from './http-error.ts'
import {
  defaultLimitBytes,
  defaultTimeoutMs,
  defaultUserAgent,
  type HttpAnswer,
  type HttpRequest,
  type TlsFiles,
} from './http-options.ts'
import { proxyFor } from './proxy.ts'

interface Exchange {
  readonly request: HttpRequest
  readonly signal: AbortSignal
  readonly limitBytes: number
  readonly tls: TlsMaterial
}

interface TlsMaterial {
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly rejectUnauthorized?: boolean
}

/**
 * Sends one request and reads the whole answer, redirects followed as Go's client does: `authorization` is dropped when
 * the host changes or TLS ends, and 301, 302, 303 turn an upload into a GET. Throws RepoError `unreachable`, `untrusted`, `timeout`,
 * `too-large`, `redirects`, `bad-url`, `aborted`; any status is an answer.
 */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? defaultTimeoutMs)
  const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal])
  const exchange: Exchange = {
    request,
    signal,
    limitBytes: request.limitBytes ?? defaultLimitBytes,
    tls: await readTls(request),
  }
  const first: Hop = {
    url: parseUrl(request.url),
    method: request.method ?? 'GET',
    headers: { 'user-agent': request.userAgent ?? defaultUserAgent, ...request.headers },
    body: request.body,
  }
  try {
    return await follow(first, exchange)
  } catch (error) {
    throw interrupted(error, { timeout, request })
  }
}

function interrupted(error: unknown, { timeout, request }: { timeout: AbortSignal; request: HttpRequest }): unknown {
  if (error instanceof RepoError && error.code !== 'unreachable') return error
  if (request.signal?.aborted === true) return new RepoError('aborted', `${request.url} – given up`, { cause: error })
  if (!timeout.aborted) return error
  const verb = (request.method ?? 'GET').replace(/^(.)(.*)$/, (_, a: string, b: string) => a + b.toLowerCase())
  const text = `${verb} "${redact(parseUrl(request.url))}": context deadline exceeded (Client.Timeout exceeded)`
  return new RepoError('timeout', text, { hint: 'allow more time with --timeout', cause: error })
}

/** An absolute http or https URL. Throws RepoError `bad-url`. */
export function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url === null) throw new RepoError('bad-url', `${text} – not a URL`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new RepoError('bad-url', `could not find protocol handler for: ${url.protocol.slice(0, -1)}`)
  }
  return url
}

interface Hop {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

async function follow(first: Hop, exchange: Exchange): Promise<HttpAnswer> {
  const limit = exchange.request.maxRedirects ?? 10
  let hop = first
  for (let count = 0; ; count++) {
    const answer = await once(hop, exchange)
    const { location } = answer.headers
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer
    if (count >= limit) {
      throw new RepoError(
        'redirects',
        `${capital(first.method)} "${redact(hop.url)}": stopped after ${limit} redirects`,
      )
    }
    hop = nextHop(hop, location, answer.status)
  }
}

function nextHop(hop: Hop, location: string, status: number): Hop {
  const url = URL.parse(location, hop.url)
  if (url === null) throw new RepoError('redirects', `${redact(hop.url)} – redirect to ${location}, which is not a URL`)
  const isSafe = url.protocol === 'https:' || hop.url.protocol === 'http:'
  const isKept = isSafe && (url.host === hop.url.host || url.hostname.endsWith(`.${hop.url.hostname}`))
  const { authorization, cookie: _, ...others } = hop.headers
  const headers = isKept && authorization !== undefined ? { ...others, authorization } : others
  if (status >= 307 || hop.method === 'GET' || hop.method === 'HEAD')
    return { ...hop, url: parseUrl(url.href), headers }
  return { url: parseUrl(url.href), method: 'GET', headers, body: undefined }
}

async function once(hop: Hop, exchange: Exchange): Promise<HttpAnswer> {
  try {
    const client = await startRequest(hop, exchange)
    const message = await sendBody(client, hop.body)
    return await readAnswer(message, hop, exchange)
  } catch (error) {
    throw transportError(error, hop)
  }
}

function sendBody(client: ClientRequest, body: Uint8Array | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    client.on('response', resolve)
    client.on('error', reject)
    client.end(body)
  })
}

async function readAnswer(message: IncomingMessage, hop: Hop, { limitBytes }: Exchange): Promise<HttpAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limitBytes) {
      message.destroy()
      throw new RepoError('too-large', `${redact(hop.url)} – answer of more than ${limitBytes} bytes`)
    }
    chunks.push(chunk)
  }
  if (!message.complete)
    throw new RepoError('unreachable', `${capital(hop.method)} "${redact(hop.url)}": unexpected EOF`)
  const status = message.statusCode ?? 0
  return {
    url: hop.url.href,
    status,
    statusText: `${status} ${message.statusMessage ?? ''}`.trimEnd(),
    headers: headersOf(message),
    body: Buffer.concat(chunks),
  }
}

function headersOf(message: IncomingMessage): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return result
}

async function startRequest(hop: Hop, exchange: Exchange): Promise<ClientRequest> {
  const { url, method } = hop
  const proxy = proxyFor(url, exchange.request.proxy)
  const headers: Record<string, string> = { ...hop.headers, host: url.host }
  if (hop.body !== undefined) headers['content-length'] = String(hop.body.length)
  const options: RequestOptions = { method, headers, signal: exchange.signal, agent: false }
  if (url.username !== '' && headers.authorization === undefined) {
    options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  }
  if (url.protocol === 'https:') return startTls(url, { options, proxy, exchange })
  const { request } = await import('node:http')
  if (proxy === undefined) return request(url, options)
  const target = { hostname: proxy.hostname.replace(/^\[|\]$/g, ''), port: proxy.port || '80', path: url.href }
  return request({ ...options, ...target, headers: { ...headers, ...proxyHeaders(proxy) } })
}

interface TlsStart {
  readonly options: RequestOptions
  readonly proxy: URL | undefined
  readonly exchange: Exchange
}

async function startTls(url: URL, { options, proxy, exchange }: TlsStart): Promise<ClientRequest> {
  const { request } = await import('node:https')
  if (proxy === undefined) return request(url, { ...options, ...exchange.tls })
  const socket = await openTunnel(url, proxy, exchange)
  const { connect } = await import('node:tls')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = connect({ socket, servername: /^[\d.:]+$/.test(host) ? '' : host, ...exchange.tls })
  const { agent: _, ...others } = options
  const client = request(url, { ...others, createConnection: () => secure })
  client.on('close', () => {
    secure.destroy()
    socket.destroy()
  })
  return client
}

/** A connection to the host of `url` through the proxy's CONNECT. */
async function openTunnel(url: URL, proxy: URL, { signal }: Exchange): Promise<Socket> {
  const { request } = await (proxy.protocol === 'https:' ? import('node:https') : import('node:http'))
  const peer = `${url.hostname}:${url.port || '443'}`
  const connect = request({
    method: 'CONNECT',
    hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? '443' : '80'),
    path: peer,
    headers: { host: peer, ...proxyHeaders(proxy) },
    signal,
    agent: false,
  })
  return new Promise((resolve, reject) => {
    connect.on('connect', (answer, socket) => {
      if (answer.statusCode === 200) resolve(socket as Socket)
      else reject(new RepoError('unreachable', `${proxy.host} – proxy answers ${answer.statusCode} to CONNECT ${peer}`))
    })
    connect.on('error', reject)
    connect.end()
  })
}

function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {}
  return { 'proxy-authorization': basicAuth(decodeURIComponent(proxy.username), decodeURIComponent(proxy.password)) }
}

/** The value of an `authorization` header. */
export function basicAuth(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

async function readTls(files: TlsFiles): Promise<TlsMaterial> {
  const { caFile = '', certFile = '', keyFile = '' } = files
  const hasPair = certFile !== '' && keyFile !== ''
  return {
    ...(caFile !== '' && { ca: await readPem(caFile, 'CA') }),
    ...(hasPair && { cert: await readPem(certFile, 'certificate'), key: await readPem(keyFile, 'key') }),
    ...(files.insecureSkipTlsVerify === true && { rejectUnauthorized: false }),
  }
}

async function readPem(path: string, what: string): Promise<Buffer> {
  const bytes = await readBytesIfPresent(path)
  const prefix = "can't create TLS config for client"
  if (bytes === undefined) {
    throw new RepoError('io', `${prefix}: can't read ${what} file: open ${path}: no such file or directory`)
  }
  if (!bytes.includes('-----BEGIN '))
    throw new RepoError('bad-config', `${prefix}: no PEM data in ${what} file ${path}`)
  return bytes
}

function capital(method: string): string {
  return method.charAt(0) + method.slice(1).toLowerCase()
}
