import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { Headers, Sink, StreamedAnswer, WholeAnswer } from '../contract/http.ts'
import { drained } from './raw-sink.ts'

/** The response of either HTTP version. */
export type Outgoing = ServerResponse | Http2ServerResponse

/** Answers above this many bytes are compressed for clients that take gzip (apiserver's responsewriters). */
export const gzipThresholdBytes = 128 * 1024

/** What of the request decides how its answer is sent. */
export interface Asked {
  readonly isHead: boolean
  readonly takesGzip: boolean
}

/** Sends an answer that is complete, in one write where it is small. */
export async function sendWhole(outgoing: Outgoing, answer: WholeAnswer, asked: Asked): Promise<void> {
  const { status, headers = {}, body } = answer
  const isEmpty = status === 204 || status === 304
  if (
    asked.takesGzip &&
    !asked.isHead &&
    sizeOf(body) > gzipThresholdBytes &&
    headers['content-encoding'] === undefined
  )
    return sendGzip(outgoing, answer)
  const sizeBytes = sizeOf(body)
  writeHead(outgoing, status, isEmpty ? headers : { ...headers, 'content-length': String(sizeBytes) })
  if (asked.isHead || isEmpty || sizeBytes === 0) end(outgoing)
  else sendBody(outgoing, body, sizeBytes)
}

/** Sends headers at once, then whatever `serve` writes; the response ends when it returns. */
export async function sendStream(outgoing: Outgoing, answer: StreamedAnswer, gone: AbortSignal): Promise<void> {
  writeHead(outgoing, answer.status, answer.headers ?? {})
  if ('flushHeaders' in outgoing) outgoing.flushHeaders()
  try {
    await answer.serve(sinkOf(outgoing, gone))
    end(outgoing)
  } catch {
    // The status line is long sent: only cutting the response short can still tell the client.
    outgoing.destroy()
  }
}

const compress = promisify(gzip)

/** Level 1, as the real server: most of the ratio for the least CPU. */
async function sendGzip(outgoing: Outgoing, { status, headers = {}, body }: WholeAnswer): Promise<void> {
  const packed = await compress(bytesOf(body), { level: constants.Z_BEST_SPEED })
  const vary = headers['vary'] === undefined ? 'Accept-Encoding' : `${String(headers['vary'])}, Accept-Encoding`
  const packedHeaders = { ...headers, vary, 'content-encoding': 'gzip', 'content-length': String(packed.length) }
  writeHead(outgoing, status, packedHeaders)
  outgoing.end(packed)
}

function sendBody(outgoing: Outgoing, body: WholeAnswer['body'], sizeBytes: number): void {
  if (typeof body === 'string') outgoing.end(body)
  else if (body instanceof Uint8Array) outgoing.end(body)
  else if (sizeBytes <= joinLimitBytes) outgoing.end(bytesOf(body))
  else {
    for (const part of body) (outgoing as ServerResponse).write(part)
    end(outgoing)
  }
}

/** Up to here a copy is cheaper than more writes. */
const joinLimitBytes = 1024 * 1024

function bytesOf(body: WholeAnswer['body']): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return body
  return Buffer.concat(body.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
}

function sizeOf(body: WholeAnswer['body']): number {
  if (typeof body === 'string') return Buffer.byteLength(body)
  if (body instanceof Uint8Array) return body.length
  let sizeBytes = 0
  for (const part of body) sizeBytes += typeof part === 'string' ? Buffer.byteLength(part) : part.length
  return sizeBytes
}

function writeHead(outgoing: Outgoing, status: number, headers: Headers): void {
  ;(outgoing as ServerResponse).writeHead(status, headers as Record<string, string | string[]>)
}

function end(outgoing: Outgoing): void {
  outgoing.end()
}

function sinkOf(outgoing: Outgoing, closed: AbortSignal): Sink {
  return {
    closed,
    write: (chunk) => (closed.aborted ? false : (outgoing as ServerResponse).write(chunk)),
    drained: () => drained(outgoing as ServerResponse, closed),
  }
}
