import { StreamError } from '../error.ts'

/** Frame types (RFC 6455, 5.2). */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** One frame as it came; the payload is unmasked. */
export interface Frame {
  readonly opcode: number
  readonly isFinal: boolean
  readonly payload: Buffer
}

/** Cuts bytes into frames, as many as are complete. */
export class FrameReader {
  readonly #maxPayloadBytes: number
  #chunks: Buffer[] = []
  #sizeBytes = 0
  constructor(maxPayloadBytes: number) {
    this.#maxPayloadBytes = maxPayloadBytes
  }
  /** Takes bytes in. Throws `protocol` and `limit`. */
  push(bytes: Uint8Array): readonly Frame[] {
    if (bytes.length > 0) this.#chunks.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    this.#sizeBytes += bytes.byteLength
    const frames: Frame[] = []
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame)
    return frames
  }
  #next(): Frame | undefined {
    const lengths = headOf(this.#peek(maxHeadBytes))
    if (lengths === undefined) return undefined
    const { headBytes, payloadBytes } = lengths
    if (payloadBytes > this.#maxPayloadBytes) throw new StreamError('limit', `frame - ${payloadBytes} bytes - too long`)
    if (this.#sizeBytes < headBytes + payloadBytes) return undefined
    return frameOf(this.#take(headBytes + payloadBytes), headBytes)
  }
  #peek(count: number): Buffer {
    const first = this.#chunks[0]
    if (first === undefined) return Buffer.alloc(0)
    if (first.length >= count || this.#chunks.length === 1) return first
    return Buffer.concat(this.#chunks.slice(0, count))
  }
  #take(count: number): Buffer {
    const all = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks)
    this.#chunks = all.length > count ? [all.subarray(count)] : []
    this.#sizeBytes -= count
    return all.subarray(0, count)
  }
}

/** A frame as a server sends it: whole and unmasked. */
export function frameBytes(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const headBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(headBytes + length)
  frame[0] = 0x80 | opcode
  frame[1] = length < 126 ? length : length < 65_536 ? 126 : 127
  if (headBytes === 4) frame.writeUInt16BE(length, 2)
  if (headBytes === 10) frame.writeBigUInt64BE(BigInt(length), 2)
  frame.set(payload, headBytes)
  return frame
}

const maxHeadBytes = 14

const knownOpcodes: ReadonlySet<number> = new Set(Object.values(opcodes))

/** Undefined while the head is not complete. Throws for what a client must not send. */
function headOf(head: Buffer): { readonly headBytes: number; readonly payloadBytes: number } | undefined {
  const [first, second] = head
  if (first === undefined || second === undefined) return undefined
  const opcode = first & 0x0f
  const short = second & 0x7f
  if ((first & 0x70) !== 0) throw new StreamError('protocol', 'frame - reserved bits are set - none was negotiated')
  if (!knownOpcodes.has(opcode)) throw new StreamError('protocol', `frame - opcode ${opcode} - unknown`)
  if ((second & 0x80) === 0) throw new StreamError('protocol', 'frame - not masked - clients mask')
  if (opcode >= 8 && ((first & 0x80) === 0 || short > 125))
    throw new StreamError('protocol', 'control frame - split or too long - at most 125 bytes')
  const headBytes = short < 126 ? 6 : short === 126 ? 8 : 14
  if (head.length < headBytes - 4) return undefined
  if (short < 126) return { headBytes, payloadBytes: short }
  return { headBytes, payloadBytes: short === 126 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2)) }
}

function frameOf(whole: Buffer, headBytes: number): Frame {
  const first = whole[0] ?? 0
  const mask = whole.subarray(headBytes - 4, headBytes)
  const payload = Buffer.from(whole.subarray(headBytes))
  for (let at = 0; at < payload.length; at++) payload[at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0)
  return { opcode: first & 0x0f, isFinal: (first & 0x80) !== 0, payload }
}
