import { connect, type TLSSocket } from 'node:tls'

/** Where an API server listens and how a client proves who it is (PEM texts). */
export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** One answer: status and body, as it came. */
export interface Reply {
  readonly status: number
  readonly body: Buffer
}

/** One keep-alive HTTP/1.1 connection that sends a request at a time, with as little work a request as can be. */
export interface Connection {
  send(method: string, path: string, body?: string, contentType?: string): Promise<Reply>
  /** Sends a GET whose answer goes on for ever; every line is given to `onLine` with its length in bytes. */
  follow(path: string, onLine: (line: string) => void): Promise<void>
  close(): void
}

/** Opens a connection; resolves once TLS is up. */
export function open(endpoint: Endpoint): Promise<Connection> {
  const { host, port, ca, cert, key } = endpoint
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ca, cert, key, ALPNProtocols: ['http/1.1'] })
    socket.setNoDelay(true)
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      socket.off('error', reject)
      resolve(connectionOver(socket, `${host}:${port}`))
    })
  })
}

function connectionOver(socket: TLSSocket, host: string): Connection {
  const reader = readReplies(socket)
  const head = (method: string, path: string) =>
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: application/json\r\n`
  return {
    send: (method, path, body, contentType = 'application/json') =>
      new Promise((resolve, reject) => {
        reader.expect(resolve, reject)
        const rest =
          body === undefined
            ? '\r\n'
            : `Content-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
        socket.write(head(method, path) + rest)
      }),
    follow: (path, onLine) =>
      new Promise((resolve, reject) => {
        reader.lines(onLine, resolve, reject)
        socket.write(`${head('GET', path)}\r\n`)
      }),
    close: () => socket.destroy(),
  }
}

interface Waiting {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

/** Takes the bytes of a socket apart: whole answers for `expect`, lines of chunks for `lines`. */
function readReplies(socket: TLSSocket) {
  let parts: Buffer[] = []
  let heldBytes = 0
  let wantedBytes = 0
  let waiting: Waiting | undefined
  let feedLines: ((bytes: Buffer) => void) | undefined
  const fail = (error: Error) => {
    const current = waiting
    waiting = undefined
    current?.reject(error)
  }
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  socket.on('data', (bytes: Buffer) => {
    if (feedLines !== undefined) return feedLines(bytes)
    parts.push(bytes)
    heldBytes += bytes.length
    // A long answer is looked at when it is all there, not at each of its pieces.
    if (heldBytes < wantedBytes) return
    const held = parts.length === 1 ? bytes : Buffer.concat(parts)
    const found = takeReply(held)
    parts = found.reply === undefined ? [held] : [held.subarray(found.length)]
    heldBytes = parts[0]?.length ?? 0
    wantedBytes = found.reply === undefined ? found.length : 0
    const current = waiting
    if (found.reply === undefined || current === undefined) return
    waiting = undefined
    current.resolve(found.reply)
  })
  return {
    expect(resolve: Waiting['resolve'], reject: Waiting['reject']) {
      waiting = { resolve, reject }
    },
    lines(onLine: (line: string) => void, started: () => void, failed: (error: Error) => void) {
      feedLines = lineFeeder(onLine, started, failed)
    },
  }
}

/** A whole answer and its length; without one the least length at which it is worth looking again. */
interface Taken {
  readonly reply?: Reply
  readonly length: number
}

function takeReply(bytes: Buffer): Taken {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return { length: 0 }
  const head = bytes.toString('latin1', 0, end)
  const status = Number(head.slice(9, 12))
  const sized = /\r\ncontent-length: *(\d+)/i.exec(head)
  if (sized === null) return takeChunks(bytes, end + 4, status)
  const length = end + 4 + Number(sized[1])
  return bytes.length < length ? { length } : { reply: { status, body: bytes.subarray(end + 4, length) }, length }
}

function takeChunks(bytes: Buffer, start: number, status: number): Taken {
  const parts: Buffer[] = []
  let at = start
  for (;;) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return { length: 0 }
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    const next = line + 2 + size + 2
    if (bytes.length < next) return { length: next }
    if (size === 0) return { reply: { status, body: Buffer.concat(parts) }, length: next }
    parts.push(bytes.subarray(line + 2, line + 2 + size))
    at = next
  }
}

/** Lines of a chunked answer; chunk sizes stand on lines of their own and are told apart by their first character. */
function lineFeeder(onLine: (line: string) => void, started: () => void, failed: (error: Error) => void) {
  let rest = ''
  let isBegun = false
  return (bytes: Buffer) => {
    rest += bytes.toString('latin1')
    if (!isBegun) {
      const end = rest.indexOf('\r\n\r\n')
      if (end < 0) return
      if (rest.slice(9, 12) !== '200') return failed(new Error(`watch answered ${rest.slice(9, 12)}`))
      rest = rest.slice(end + 4)
      isBegun = true
      started()
    }
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      const brace = line.indexOf('{')
      if (brace >= 0) onLine(brace === 0 ? line : line.slice(brace))
    }
  }
}
