import type { ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2'

/** A refused or lost call; `code` is gRPC's (14: unavailable). `wasSent` is false when the server cannot have seen it. */
export class GrpcError extends Error {
  readonly code: number
  readonly wasSent: boolean
  constructor(code: number, text: string, wasSent = true) {
    super(text)
    this.name = 'GrpcError'
    this.code = code
    this.wasSent = wasSent
  }
}

/** gRPC status codes that are used here. */
export const grpcCode = {
  ok: 0,
  canceled: 1,
  invalid: 3,
  deadline: 4,
  exhausted: 8,
  range: 11,
  unavailable: 14,
} as const

/** Largest message taken: a page of 500 values of 1.5 MB. */
const messageLimit = 2 ** 30

/** One message as it travels: not compressed, its length before it. */
export function frameOf(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

/** The messages of a call, as they arrive; reading slowly slows the server. Throws `GrpcError` unless the call ends well. */
export async function* messagesOf(stream: ClientHttp2Stream): AsyncGenerator<Buffer, void, void> {
  const status = statusOf(stream)
  const frames = new FrameReader()
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) yield* frames.read(chunk)
  } catch (error) {
    if (error instanceof GrpcError) throw error
    throw (await status) ?? lost(error)
  }
  const failure = await status
  if (failure !== undefined) throw failure
}

class FrameReader {
  #chunks: Buffer[] = []
  #length = 0;

  *read(chunk: Buffer): Generator<Buffer, void, void> {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    for (let frame = this.#take(); frame !== undefined; frame = this.#take()) yield frame
  }

  #take(): Buffer | undefined {
    if (this.#length < 5) return undefined
    if ((this.#chunks[0]?.length ?? 0) < 5) this.#chunks = [Buffer.concat(this.#chunks)]
    const head = this.#chunks[0] ?? Buffer.alloc(5)
    const length = head.readUInt32BE(1)
    if (head[0] !== 0 || length > messageLimit) throw new GrpcError(grpcCode.invalid, 'frame is compressed or too long')
    if (this.#length < length + 5) return undefined
    const bytes = Buffer.concat(this.#chunks)
    this.#length -= length + 5
    this.#chunks = this.#length === 0 ? [] : [bytes.subarray(length + 5)]
    return bytes.subarray(5, length + 5)
  }
}

/** How a call ends: undefined when well. Never rejects. */
function statusOf(stream: ClientHttp2Stream): Promise<GrpcError | undefined> {
  return new Promise((resolve) => {
    const read = (headers: IncomingHttpHeaders) => {
      const code = headers['grpc-status']
      if (code !== undefined) resolve(failureOf(Number(code), headers['grpc-message']))
      else if (headers[':status'] !== undefined && Number(headers[':status']) !== 200) {
        resolve(new GrpcError(grpcCode.unavailable, `answered with HTTP ${String(headers[':status'])}`))
      }
    }
    stream.on('response', read)
    stream.on('trailers', read)
    stream.on('error', (error: unknown) => resolve(lost(error)))
    stream.on('close', () => resolve(lost(undefined)))
  })
}

function failureOf(code: number, text: string | string[] | undefined): GrpcError | undefined {
  if (code === grpcCode.ok) return undefined
  return new GrpcError(code, readable(typeof text === 'string' ? text : `code ${code}`))
}

/** `grpc-message` is percent-encoded. */
function readable(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function lost(error: unknown): GrpcError {
  return new GrpcError(grpcCode.unavailable, error instanceof Error ? error.message.trim() : 'the connection was lost')
}
