import { Buffer } from 'node:buffer'
import { X509Certificate } from 'node:crypto'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https'
import { isIP } from 'node:net'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import { type Clock, goQuote, type JsonObject, printGoDuration, type Status, StatusError } from '#kube'
import type { NodeConnector } from '../contract/node.ts'
import type { Registry } from '../contract/registry.ts'
import { type Address, servedPort, serviceAddress } from './address.ts'
import { answerReason, answerWords, CallError, connectionWords } from './call-failure.ts'

/** Where a webhook is (admissionregistration/v1 and apiextensions/v1 WebhookClientConfig): a URL or a service. */
export interface WebhookClientConfig {
  readonly url?: string
  readonly service?: {
    readonly namespace: string
    readonly name: string
    readonly path?: string
    readonly port?: number
  }
  /** PEM in base64, as it stands in the object; absent: the authorities of the machine. */
  readonly caBundle?: string
}

/** Calls webhooks over HTTPS; connections are kept for the next call. */
export interface WebhookCaller {
  /** Posts JSON and gives the JSON answer. Rejects with a CallError: `Post "https://…?timeout=10s": …`. */
  post(config: WebhookClientConfig, body: string, timeoutMs: number): Promise<unknown>
  close(): void
}

/** What calls need of their surroundings. */
export interface WebhookCallerOptions {
  readonly registry: Registry
  readonly clock: Clock
  random(): number
  /** The way into the pod network. */
  readonly nodes?: NodeConnector
}

/** A caller for the webhooks of a server. */
export function createWebhookCaller(options: WebhookCallerOptions): WebhookCaller {
  // With a request the check would keep its connection from being used again.
  const agent = new Agent({ keepAlive: true, maxSockets: 256, checkServerIdentity: checkIdentity })
  return {
    post: async (config, body, timeoutMs) => {
      const place = placeOf(config)
      const shown = `${place.base}${place.path}?timeout=${printGoDuration(Math.ceil(timeoutMs / 1000) * 1000)}`
      const call: Call = { config, place, body, agent, path: shown.slice(place.base.length), timeoutMs }
      try {
        return await answerOf(options, call)
      } catch (error) {
        if (error instanceof CallError && error.code === 'refused') throw error
        const words = error instanceof CallError ? error.message : connectionWords(error, place.name)
        const code = error instanceof CallError ? error.code : 'unreachable'
        throw new CallError(code, code === 'malformed' ? words : `Post ${goQuote(shown)}: ${words}`, { cause: error })
      }
    },
    close: () => agent.destroy(),
  }
}

/** Undefined for an empty bundle. Throws a CallError for one that holds no certificate. */
export function authoritiesOf(caBundle: string | undefined): string | undefined {
  if (caBundle === undefined || caBundle === '') return undefined
  const pem = Buffer.from(caBundle, 'base64').toString('utf8')
  try {
    new X509Certificate(pem)
  } catch (cause) {
    throw new CallError('unreachable', 'unable to load root certificates: unable to parse bytes as PEM block', {
      cause,
    })
  }
  return pem
}

/** Refuses what Go refuses too: a certificate with no other name than its common name. */
export function checkIdentity(host: string, certificate: PeerCertificate): Error | undefined {
  if ((certificate.subjectaltname ?? '') === '') {
    return Object.assign(new Error('no alternative names'), { code: 'ERR_LEGACY_NAME' })
  }
  return checkServerIdentity(host, certificate)
}

/** Who is called: the URL before its path, the path, and the name that the certificate must have. */
interface Place {
  readonly base: string
  readonly path: string
  readonly name: string
  readonly port: number
}

interface Call {
  readonly config: WebhookClientConfig
  readonly place: Place
  readonly path: string
  readonly body: string
  readonly agent: Agent
  readonly timeoutMs: number
}

interface RawAnswer {
  readonly code: number
  readonly text: string
}

const ANSWER_LIMIT = 64 * 1024 * 1024

function placeOf({ url, service }: WebhookClientConfig): Place {
  if (service !== undefined) {
    const { namespace, name, path = '', port = 443 } = service
    const server = `${name}.${namespace}.svc`
    return { base: `https://${server}:${port}`, path: rooted(path), name: server, port }
  }
  if (url === undefined || !URL.canParse(url)) {
    throw new CallError('unreachable', 'webhook configuration must have either service or URL')
  }
  const { host, hostname, port, pathname } = new URL(url)
  const name = hostname.replace(/^\[|\]$/g, '')
  const path = url.replace(/^[^:]*:\/\//, '').includes('/') ? pathname : '/'
  return { base: `https://${host}`, path, name, port: port === '' ? 443 : Number(port) }
}

function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`
}

/** Whoever answers in place of pods does so where there is a service that leads to them. */
async function answerOf(options: WebhookCallerOptions, call: Call): Promise<unknown> {
  const { registry, nodes } = options
  const { service } = call.config
  if (service === undefined || nodes?.review === undefined) return readAnswer(await withDeadline(options, call))
  servedPort(registry, { ...service, port: call.place.port })
  return nodes.review(JSON.parse(call.body) as JsonObject)
}

/** The answer, or the end of patience: whatever comes later is dropped. */
function withDeadline(options: WebhookCallerOptions, call: Call): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const running: { request?: ClientRequest } = {}
    const cancel = options.clock.setTimer(call.timeoutMs, () => {
      reject(new CallError('timeout', 'context deadline exceeded'))
      running.request?.destroy()
    })
    attempt(options, call, running)
      .catch((error: unknown) => {
        if (!isStale(error, running.request)) throw error
        return attempt(options, call, running)
      })
      .then(resolve, reject)
      .finally(cancel)
  })
}

/** A kept connection that its server has closed meanwhile says nothing about the server. */
function isStale(error: unknown, request: ClientRequest | undefined): boolean {
  return request?.reusedSocket === true && (error as NodeJS.ErrnoException).code === 'ECONNRESET'
}

async function attempt(
  options: WebhookCallerOptions,
  call: Call,
  running: { request?: ClientRequest },
): Promise<RawAnswer> {
  const settings = settingsOf(call, await addressOf(options, call))
  return await new Promise((resolve, reject) => {
    const request = httpsRequest(settings)
    running.request = request
    request.on('response', (response) => {
      collect(response).then(resolve, reject)
    })
    request.on('error', reject)
    request.end(call.body)
  })
}

async function addressOf({ registry, random, nodes }: WebhookCallerOptions, { config, place }: Call): Promise<Address> {
  const { service } = config
  if (service === undefined) return { host: place.name, port: place.port }
  const address = serviceAddress(registry, { ...service, port: place.port }, random)
  return (await nodes?.dial?.(address.host, address.port)) ?? address
}

function settingsOf({ config, place, path, body, agent }: Call, { host, port }: Address): RequestOptions {
  const ca = authoritiesOf(config.caBundle)
  return {
    host,
    port,
    path,
    agent,
    method: 'POST',
    // Addresses have no place in the server name of a handshake.
    servername: isIP(place.name) === 0 ? place.name : '',
    headers: {
      host: place.base.slice('https://'.length),
      accept: 'application/json, */*',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'kube-apiserver-admission',
    },
    ...(ca !== undefined && { ca }),
  }
}

async function collect(response: IncomingMessage): Promise<RawAnswer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > ANSWER_LIMIT) {
      response.destroy()
      throw new CallError('malformed', `the answer is longer than ${ANSWER_LIMIT} bytes`)
    }
    chunks.push(chunk)
  }
  return { code: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }
}

function readAnswer({ code, text }: RawAnswer): unknown {
  const value = parsed(text)
  if (code >= 200 && code <= 206) {
    if (value !== undefined) return value
    throw new CallError('malformed', `couldn't get version/kind; json parse error: ${firstWords(text)}`)
  }
  if (isStatus(value)) throw new CallError('refused', value.message ?? '', { status: value })
  const message = answerWords(code, text.trim())
  const status: Status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: answerReason(code),
    code,
  }
  throw new CallError('refused', message, { status, cause: new StatusError(status) })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function isStatus(value: unknown): value is Status {
  const { kind, apiVersion } = (value ?? {}) as Partial<Status>
  return kind === 'Status' && apiVersion === 'v1'
}

function firstWords(text: string): string {
  return text === ''
    ? 'unexpected end of JSON input'
    : `invalid character ${goQuote(text.slice(0, 1)).replaceAll('"', "'")} looking for beginning of value`
}
