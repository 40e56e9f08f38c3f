import { WebSocketError } from './error.ts'

/** Frame types (RFC 6455, 5.2). */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** One frame as it came; the payload is unmasked. */
export interface Frame {
  readonly opcode: number
  readonly isFinal: boolean
  readonly payload: Buffer
}

/** What a reader lets through. */
export interface FrameRules {
  readonly maxPayloadBytes: number
  /** Clients mask what they send, servers never do. */
  readonly isMasked: boolean
}

/** Cuts bytes into frames, as many as are complete. */
export class FrameReader {
  readonly #rules: FrameRules
  #chunks: Buffer[] = []
  #sizeBytes = 0
  constructor(rules: FrameRules) {
    this.#rules = rules
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
    const lengths = headOf(this.#peek(maxHeadBytes), this.#rules.isMasked)
    if (lengths === undefined) return undefined
    const { headBytes, payloadBytes } = lengths
    if (payloadBytes > this.#rules.maxPayloadBytes)
      throw new WebSocketError('limit', `frame - ${payloadBytes} bytes - too long`)
    if (this.#sizeBytes < headBytes + payloadBytes) return undefined
    return frameOf(this.#take(headBytes + payloadBytes), headBytes, this.#rules.isMasked)
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

/** A frame as it is sent, whole. `mask` (four bytes) is what clients hide it with. */
export function frameBytes(opcode: number, payload: Uint8Array, mask?: Uint8Array): Buffer {
  const { length } = payload
  const lengthBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(lengthBytes + (mask?.length ?? 0) + length)
  frame[0] = 0x80 | opcode
  frame[1] = (length < 126 ? length : length < 65_536 ? 126 : 127) | (mask === undefined ? 0 : 0x80)
  if (lengthBytes === 4) frame.writeUInt16BE(length, 2)
  if (lengthBytes === 10) frame.writeBigUInt64BE(BigInt(length), 2)
  frame.set(payload, frame.length - length)
  if (mask !== undefined) {
    frame.set(mask, lengthBytes)
    applyMask(frame.subarray(frame.length - length), mask)
  }
  return frame
}

const maxHeadBytes = 14

const knownOpcodes: ReadonlySet<number> = new Set(Object.values(opcodes))

/** Undefined while the head is not complete. Throws for what a peer must not send. */
function headOf(
  head: Buffer,
  isMasked: boolean,
): { readonly headBytes: number; readonly payloadBytes: number } | undefined {
  const [first, second] = head
  if (first === undefined || second === undefined) return undefined
  const opcode = first & 0x0f
  const short = second & 0x7f
  if ((first & 0x70) !== 0) throw new WebSocketError('protocol', 'frame - reserved bits are set - none was negotiated')
  if (!knownOpcodes.has(opcode)) throw new WebSocketError('protocol', `frame - opcode ${opcode} - unknown`)
  if (((second & 0x80) !== 0) !== isMasked)
    throw new WebSocketError('protocol', `frame - ${isMasked ? 'not masked' : 'masked'} - only clients mask`)
  if (opcode >= 8 && ((first & 0x80) === 0 || short > 125))
    throw new WebSocketError('protocol', 'control frame - split or too long - at most 125 bytes')
  const lengthBytes = short < 126 ? 2 : short === 126 ? 4 : 10
  const headBytes = lengthBytes + (isMasked ? 4 : 0)
  if (head.length < lengthBytes) return undefined
  if (short < 126) return { headBytes, payloadBytes: short }
  return { headBytes, payloadBytes: short === 126 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2)) }
}

function frameOf(whole: Buffer, headBytes: number, isMasked: boolean): Frame {
  const first = whole[0] ?? 0
  const payload = isMasked ? Buffer.from(whole.subarray(headBytes)) : whole.subarray(headBytes)
  if (isMasked) applyMask(payload, whole.subarray(headBytes - 4, headBytes))
  return { opcode: first & 0x0f, isFinal: (first & 0x80) !== 0, payload }
}

/** Hides or shows bytes, in place. */
function applyMask(bytes: Buffer, mask: Uint8Array): void {
  for (let at = 0; at < bytes.length; at++) bytes[at] = (bytes[at] ?? 0) ^ (mask[at & 3] ?? 0)
}
