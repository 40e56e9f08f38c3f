import { StreamError } from '../error.ts'

/** Control frame types (SPDY/3.1, 2.6). */
export const frameTypes = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const

/** The flag of the last frame that a side sends on a stream. */
export const finFlag = 1

/** One frame; `type` is absent for data, `streamId` is only set for data. */
export interface SpdyFrame {
  readonly type?: number
  readonly streamId: number
  readonly flags: number
  readonly payload: Buffer
}

/** Cuts bytes into frames. */
export class SpdyReader {
  #chunks: Buffer[] = []
  #sizeBytes = 0
  /** Frames that are complete with these bytes. Throws `protocol` and `limit`. */
  push(bytes: Uint8Array): readonly SpdyFrame[] {
    if (bytes.length > 0) this.#chunks.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    this.#sizeBytes += bytes.length
    const frames: SpdyFrame[] = []
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame)
    return frames
  }
  #next(): SpdyFrame | undefined {
    if (this.#sizeBytes < headBytes) return undefined
    const head = this.#peekHead()
    const length = head.readUInt32BE(4) & 0xff_ffff
    const isControl = (head[0] ?? 0) >= 0x80
    if (length > (isControl ? maxControlBytes : maxDataBytes))
      throw new StreamError('limit', `frame - ${length} bytes - too long`)
    if (this.#sizeBytes < headBytes + length) return undefined
    return frameOf(this.#take(headBytes + length), isControl)
  }
  #peekHead(): Buffer {
    const first = this.#chunks[0]
    if (first !== undefined && first.length >= headBytes) return first
    return this.#joined()
  }
  #take(count: number): Buffer {
    const all = this.#joined()
    this.#chunks = all.length > count ? [all.subarray(count)] : []
    this.#sizeBytes -= count
    return all.subarray(0, count)
  }
  #joined(): Buffer {
    const [only] = this.#chunks
    if (this.#chunks.length === 1 && only !== undefined) return only
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all]
    return all
  }
}

/** A control frame from its parts. */
export function controlFrame(type: number, flags: number, payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(headBytes + payload.length)
  frame.writeUInt16BE(version)
  frame.writeUInt16BE(type, 2)
  frame.writeUInt32BE(payload.length, 4)
  frame[4] = flags
  frame.set(payload, headBytes)
  return frame
}

/** A data frame. */
export function dataFrame(streamId: number, flags: number, payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(headBytes + payload.length)
  frame.writeUInt32BE(streamId)
  frame.writeUInt32BE(payload.length, 4)
  frame[4] = flags
  frame.set(payload, headBytes)
  return frame
}

/** Numbers of 32 bits, one after the other. */
export function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4)
  return bytes
}

/** The control bit and version 3. */
const version = 0x8003
const headBytes = 8
const maxControlBytes = 64 * 1024
const maxDataBytes = 4 * 1024 * 1024

function frameOf(whole: Buffer, isControl: boolean): SpdyFrame {
  const flags = whole[4] ?? 0
  const payload = whole.subarray(headBytes)
  if (!isControl) return { streamId: whole.readUInt32BE(0), flags, payload }
  if (whole.readUInt16BE(0) !== version) throw new StreamError('protocol', 'frame - version - 3 expected')
  return { type: whole.readUInt16BE(2), streamId: 0, flags, payload }
}
