import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { promisify } from 'node:util'
import { constants, createGzip, gzip } from 'node:zlib'
import type { Clock } from '#kube'
import type { Headers, Sink, StreamedAnswer, WholeAnswer } from '../contract/http.ts'
import { countLarge, turnOfPiece, uncountLarge } from '../flow/large-answers.ts'
import { type Packed, packBody, packedSize, pieces } from './pack.ts'
import { drained } from './raw-sink.ts'

/** The response of either HTTP version. */
export type Outgoing = ServerResponse | Http2ServerResponse

/** Answers above this many bytes are compressed for clients that take gzip (apiserver's responsewriters). */
export const gzipThresholdBytes = 128 * 1024

/** What of the request decides how its answer is sent. */
export interface Asked {
  readonly isHead: boolean
  readonly takesGzip: boolean
  readonly clock: Clock
  /** Aborted when the client is gone; only asked for when an answer is long. */
  gone(): AbortSignal
}

/** Sends an answer that is complete: in one write where it is small, piece by piece where it is huge. */
export async function sendWhole(outgoing: Outgoing, answer: WholeAnswer, asked: Asked): Promise<void> {
  const { status, headers = {}, body } = answer
  if (status === 204 || status === 304) return end(outgoing, status, headers)
  const packed = packBody(body)
  if (packed === undefined) return await sendHuge(outgoing, answer, asked)
  const sizeBytes = packedSize(packed)
  const isLarge = sizeBytes > gzipThresholdBytes && headers['content-encoding'] === undefined
  if (asked.takesGzip && isLarge && !asked.isHead) return await sendGzip(outgoing, answer, packed)
  const sized = { ...headers, 'content-length': String(sizeBytes) }
  if (asked.isHead) return end(outgoing, status, sized)
  inOneWrite(outgoing, () => {
    writeHead(outgoing, status, sized)
    sendPacked(outgoing, packed)
  })
}

/** Sends a small answer that is the connection's last one; it is closed after the wait. */
export async function sendLast(outgoing: ServerResponse, answer: WholeAnswer, wait: Promise<void>): Promise<void> {
  const { status, headers = {}, body } = answer
  const parts = typeof body === 'string' || body instanceof Uint8Array ? [body] : body
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  writeHead(outgoing, status, { ...headers, 'content-length': String(bytes.length), connection: 'close' })
  outgoing.write(bytes)
  await wait
  outgoing.end()
}

/** Sends headers at once, then whatever `serve` writes; the response ends when it returns. */
export async function sendStream(outgoing: Outgoing, answer: StreamedAnswer, gone: AbortSignal): Promise<void> {
  writeHead(outgoing, answer.status, answer.headers ?? {})
  if ('flushHeaders' in outgoing) outgoing.flushHeaders()
  try {
    await answer.serve(sinkOf(outgoing, gone))
    outgoing.end()
  } catch {
    // The status line is long sent: only cutting the response short can still tell the client.
    outgoing.destroy()
  }
}

const compress = promisify(gzip)

/** Level 1, as the real server: most of the ratio for the least CPU. */
const gzipOptions = { level: constants.Z_BEST_SPEED }

async function sendGzip(outgoing: Outgoing, { status, headers = {} }: WholeAnswer, packed: Packed): Promise<void> {
  const plain = typeof packed === 'string' || packed instanceof Uint8Array ? packed : Buffer.concat(packed)
  const body = await compress(plain, gzipOptions)
  writeHead(outgoing, status, { ...gzipHeaders(headers), 'content-length': String(body.length) })
  outgoing.end(body)
}

function gzipHeaders(headers: Headers): Headers {
  const vary = headers['vary'] === undefined ? 'Accept-Encoding' : `${String(headers['vary'])}, Accept-Encoding`
  return { ...headers, vary, 'content-encoding': 'gzip' }
}

/** Never whole in memory a second time, and only as fast as the client reads. */
async function sendHuge(outgoing: Outgoing, { status, headers = {}, body }: WholeAnswer, asked: Asked): Promise<void> {
  const parts = typeof body === 'string' || body instanceof Uint8Array ? [body] : body
  writeHead(outgoing, status, asked.takesGzip ? gzipHeaders(headers) : { ...headers, 'content-length': sizeOf(parts) })
  if (asked.isHead) return void outgoing.end()
  const gone = asked.gone()
  const target = asked.takesGzip ? createGzip(gzipOptions) : (outgoing as ServerResponse)
  if (target !== outgoing) target.pipe(outgoing)
  countLarge()
  try {
    for (const piece of pieces(parts)) {
      await turnOfPiece()
      if (gone.aborted) return
      if (!target.write(piece)) await readOn(drained(target, gone), asked.clock)
    }
  } finally {
    uncountLarge()
  }
  target.end()
}

/** Waits for a client to read on; while it does not, its answer is no reason for others to wait. */
async function readOn(reading: Promise<void>, clock: Clock): Promise<void> {
  let isStalled = false
  const cancel = clock.setTimer(STALL_MS, () => {
    isStalled = true
    uncountLarge()
  })
  await reading
  if (isStalled) countLarge()
  else cancel()
}

const STALL_MS = 1000

/** Known beforehand, so that the parts travel without the frames of chunks. */
function sizeOf(parts: readonly (string | Uint8Array)[]): string {
  return String(parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0))
}

function sendPacked(outgoing: Outgoing, packed: Packed): void {
  if (typeof packed === 'string') outgoing.end(packed)
  else if (packed instanceof Uint8Array) outgoing.end(packed)
  else {
    for (const piece of packed) (outgoing as ServerResponse).write(piece)
    outgoing.end()
  }
}

/** Head and body, or the parts of a chunk, become one TLS record and one call of the system where they would be several. */
function inOneWrite<T>(outgoing: Outgoing, send: () => T): T {
  const socket = 'stream' in outgoing ? null : outgoing.socket
  socket?.cork()
  try {
    return send()
  } finally {
    socket?.uncork()
  }
}

function end(outgoing: Outgoing, status: number, headers: Headers): void {
  writeHead(outgoing, status, headers)
  outgoing.end()
}

function writeHead(outgoing: Outgoing, status: number, headers: Headers): void {
  ;(outgoing as ServerResponse).writeHead(status, headers as Record<string, string | string[]>)
}

function sinkOf(outgoing: Outgoing, closed: AbortSignal): Sink {
  return {
    closed,
    write: (chunk) => !closed.aborted && inOneWrite(outgoing, () => (outgoing as ServerResponse).write(chunk)),
    drained: () => drained(outgoing as ServerResponse, closed),
  }
}
