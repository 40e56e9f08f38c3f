import type { Duplex } from 'node:stream'
import { ClientError } from '../error.ts'

/** Status line and headers of an answer that stands on a connection of its own. */
export interface ResponseHead {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** What came behind the head already. */
  readonly rest: Uint8Array
  /** The body as text: by its length, or until the connection ends; chunks are joined. */
  readBody(): Promise<string>
}

const MAX_HEAD_BYTES = 64 * 1024
const MAX_BODY_BYTES = 1024 * 1024

/** Reads the head of an answer; the connection is paused then. Throws ClientError `bad-answer`, `unreachable`. */
export async function readHead(socket: Duplex): Promise<ResponseHead> {
  const bytes = await readUntil(socket, {
    isEnough: (read) => read.includes(END),
    maxBytes: MAX_HEAD_BYTES,
    isWhole: false,
  })
  const at = bytes.indexOf(END)
  const [first = '', ...lines] = bytes.subarray(0, at).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? 0)
  if (status === 0) throw new ClientError('bad-answer', `answer is no HTTP: ${first.slice(0, 80)}`)
  const headers = headersOf(lines)
  const rest = bytes.subarray(at + END.length)
  return { status, headers, rest, readBody: () => readBody(socket, rest, headers) }
}

const END = '\r\n\r\n'

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers = Object.create(null) as Record<string, string>
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim()
  }
  return headers
}

async function readBody(
  socket: Duplex,
  rest: Buffer,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const isChunked = headers['transfer-encoding']?.includes('chunked') === true
  const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY)
  socket.unshift(rest)
  const bytes = await readUntil(socket, {
    isEnough: (read) => (isChunked ? read.toString('latin1').endsWith('0\r\n\r\n') : read.length >= length),
    maxBytes: MAX_BODY_BYTES,
    isWhole: true,
  })
  return isChunked ? joinChunks(bytes).toString('utf8') : bytes.toString('utf8')
}

function joinChunks(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.subarray(at, end < 0 ? at : end).toString('latin1'), 16)
    if (end < 0 || !(size > 0)) break
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
  return Buffer.concat(parts)
}

interface Amount {
  readonly isEnough: (read: Buffer) => boolean
  readonly maxBytes: number
  /** Whether an end of the connection is an end of this, too. */
  readonly isWhole: boolean
}

function readUntil(socket: Duplex, { isEnough, maxBytes, isWhole }: Amount): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0)
    const finish = (run: () => void): void => {
      socket.off('data', onData)
      for (const name of ['end', 'close']) socket.off(name, onEnd)
      socket.off('error', onError)
      socket.pause()
      run()
    }
    const onData = (chunk: Buffer): void => {
      read = Buffer.concat([read, chunk])
      if (isEnough(read)) finish(() => resolve(read))
      else if (read.length > maxBytes) finish(() => reject(new ClientError('bad-answer', 'answer is too long')))
    }
    const onError = (error: Error): void => finish(() => reject(error))
    const onEnd = (): void => {
      if (isWhole) finish(() => resolve(read))
      else finish(() => reject(new ClientError('unreachable', 'the connection ended before an answer came')))
    }
    socket.on('data', onData)
    for (const name of ['end', 'close']) socket.on(name, onEnd)
    socket.on('error', onError)
    socket.resume()
    if (socket.destroyed) onEnd()
  })
}
