import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { WebSocketError } from './error.ts'
import { type Frame, FrameReader, frameBytes, opcodes } from './frame.ts'

/** One message of the peer. */
export interface Message {
  readonly isText: boolean
  readonly data: Buffer
}

/** Called back by a connection. */
export interface WebSocketEvents {
  message(message: Message): void
  /** The peer closed, or the connection broke; called once. */
  closed(): void
}

/** Which end of a connection this is: clients mask what they send. */
export type WebSocketEnd = 'client' | 'server'

/** One end of a websocket (RFC 6455) whose handshake is done. */
export class WebSocketConnection {
  readonly #end: WebSocketEnd
  readonly #socket: Duplex
  readonly #reader: FrameReader
  #events: WebSocketEvents | undefined
  #parts: Buffer[] | undefined
  #partsBytes = 0
  #isText = false
  #isClosed = false
  constructor(socket: Duplex, end: WebSocketEnd) {
    this.#socket = socket
    this.#end = end
    this.#reader = new FrameReader({ maxPayloadBytes: maxMessageBytes, isMasked: end === 'server' })
  }
  /** Starts to read; `head` are bytes that came behind the handshake. */
  start(head: Uint8Array, events: WebSocketEvents): void {
    this.#events = events
    this.#socket.on('data', (chunk: Uint8Array) => this.#receive(chunk))
    for (const name of ['error', 'end', 'close']) this.#socket.on(name, () => this.#finish())
    if (head.length > 0) this.#receive(head)
  }
  /** False when the peer reads too slowly. */
  send(data: Uint8Array, isText = false): boolean {
    if (this.#isClosed) return false
    return this.#write(isText ? opcodes.text : opcodes.binary, data)
  }
  /** Calls back whenever more can be sent. */
  onDrain(listener: () => void): void {
    this.#socket.on('drain', listener)
  }
  /** Stops or goes on with reading. */
  setPaused(isPaused: boolean): void {
    if (isPaused) this.#socket.pause()
    else this.#socket.resume()
  }
  /** Closes with a code (1000: normal). */
  close(code = 1000, reason = ''): void {
    if (this.#isClosed) return
    const payload = Buffer.alloc(2)
    payload.writeUInt16BE(code)
    this.#write(opcodes.close, Buffer.concat([payload, Buffer.from(reason).subarray(0, 120)]))
    this.#socket.end()
    this.#finish()
  }
  #write(opcode: number, payload: Uint8Array): boolean {
    return this.#socket.write(frameBytes(opcode, payload, this.#end === 'client' ? randomBytes(4) : undefined))
  }
  #receive(chunk: Uint8Array): void {
    if (this.#isClosed) return
    try {
      for (const frame of this.#reader.push(chunk)) this.#take(frame)
    } catch (error) {
      this.close(error instanceof WebSocketError && error.code === 'limit' ? 1009 : 1002)
    }
  }
  #take({ opcode, isFinal, payload }: Frame): void {
    if (this.#isClosed || opcode === opcodes.pong) return
    if (opcode === opcodes.close) this.close()
    else if (opcode === opcodes.ping) this.#write(opcodes.pong, payload)
    else this.#takeData(opcode, isFinal, payload)
  }
  #takeData(opcode: number, isFinal: boolean, payload: Buffer): void {
    if ((this.#parts === undefined) === (opcode === opcodes.continuation))
      throw new WebSocketError('protocol', 'frame - out of order')
    if (opcode !== opcodes.continuation) this.#isText = opcode === opcodes.text
    this.#parts ??= []
    this.#parts.push(payload)
    this.#partsBytes += payload.length
    if (this.#partsBytes > maxMessageBytes || this.#parts.length > maxParts)
      throw new WebSocketError('limit', 'message - too long')
    if (!isFinal) return
    const [only] = this.#parts
    const data = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts)
    this.#parts = undefined
    this.#partsBytes = 0
    this.#events?.message({ isText: this.#isText, data })
  }
  #finish(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#socket.end()
    this.#events?.closed()
  }
}

/** Largest message that a peer may send, and in how many frames. */
const maxMessageBytes = 16 * 1024 * 1024
const maxParts = 16_384
