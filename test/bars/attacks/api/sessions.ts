import { type ClientHttp2Session, connect } from 'node:http2'
import type { FuzzRequest } from './grammar.ts'
import type { Heard } from './judge.ts'
import type { Address } from './pipeline.ts'

/** Sends generated requests over HTTP/2. */
export interface Session {
  /** What was heard; `cut` when the stream or the connection ended without an answer. */
  ask(request: FuzzRequest): Promise<Heard | 'cut'>
  readonly isOpen: boolean
  close(): void
}

/** Opens a connection. Rejects when there is none. */
export function openSession({ host, port }: Address, token: string): Promise<Session> {
  return new Promise((resolve, reject) => {
    const session = connect(`https://${host}:${port}`, { rejectUnauthorized: false })
    session.once('error', reject)
    session.once('connect', () => {
      session.off('error', reject)
      session.on('error', () => session.destroy())
      resolve(sessionOver(session, token))
    })
  })
}

const PATIENCE_MS = 5000
/** What the protocol itself does not let through, so that it would never reach the server. */
const ILLEGAL = /[^\x20-\x7e]|^\s|\s$/

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'connection', 'upgrade'])

function sessionOver(session: ClientHttp2Session, token: string): Session {
  return {
    ask: (request) => ask(session, request, token),
    get isOpen() {
      return !session.destroyed && !session.closed
    },
    close: () => session.destroy(),
  }
}

function ask(session: ClientHttp2Session, request: FuzzRequest, token: string): Promise<Heard | 'cut'> {
  const { method, target, body } = request
  return new Promise((resolve) => {
    const stream = session.request(
      { ':method': method, ':path': target, authorization: `Bearer ${token}`, ...headersOf(request) },
      { endStream: body.length === 0 },
    )
    const parts: Buffer[] = []
    let heard: Omit<Heard, 'body'> | undefined
    const timer = setTimeout(() => stream.close(), PATIENCE_MS)
    stream.on('response', (headers) => {
      heard = { status: Number(headers[':status']), contentType: String(headers['content-type'] ?? '').toLowerCase() }
    })
    stream.on('data', (bytes: Buffer) => parts.push(bytes))
    stream.on('error', () => undefined)
    stream.once('close', () => {
      clearTimeout(timer)
      resolve(heard === undefined ? 'cut' : { ...heard, body: Buffer.concat(parts) })
    })
    if (body.length > 0) stream.end(body)
  })
}

function headersOf({ headers }: FuzzRequest): Record<string, string> {
  const own: [string, string][] = []
  for (const [name, value] of headers) if (!ILLEGAL.test(value) && !FORBIDDEN.has(name)) own.push([name, value])
  return Object.fromEntries(own)
}
