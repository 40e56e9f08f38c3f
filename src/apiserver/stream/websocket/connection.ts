import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { StreamError } from '../error.ts'
import { type Frame, FrameReader, frameBytes, opcodes } from './frame.ts'

/** One message of a client. */
export interface Message {
  readonly isText: boolean
  readonly data: Buffer
}

/** Called back by a connection. */
export interface WebSocketEvents {
  message(message: Message): void
  /** The client closed, or the connection broke; called once. */
  closed(): void
}

/** What a handshake is answered with. */
export interface Handshake {
  readonly key: string
  /** The subprotocol that was agreed on; empty for none. */
  readonly protocol: string
  /** Bytes that came behind the request. */
  readonly head: Uint8Array
}

/** The server's end of a websocket (RFC 6455) on a connection that was taken over. */
export class WebSocketConnection {
  readonly #socket: Duplex
  readonly #reader = new FrameReader(maxMessageBytes)
  #events: WebSocketEvents | undefined
  #parts: Buffer[] | undefined
  #partsBytes = 0
  #isText = false
  #isClosed = false
  constructor(socket: Duplex) {
    this.#socket = socket
  }
  /** Answers the handshake and starts to read. */
  start({ key, protocol, head }: Handshake, events: WebSocketEvents): void {
    this.#events = events
    this.#socket.write(handshakeAnswer(key, protocol))
    this.#socket.on('data', (chunk: Uint8Array) => this.#receive(chunk))
    for (const name of ['error', 'end', 'close']) this.#socket.on(name, () => this.#end())
    if (head.length > 0) this.#receive(head)
  }
  /** False when the client reads too slowly. */
  send(data: Uint8Array, isText = false): boolean {
    if (this.#isClosed) return false
    return this.#socket.write(frameBytes(isText ? opcodes.text : opcodes.binary, data))
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
    this.#socket.write(frameBytes(opcodes.close, Buffer.concat([payload, Buffer.from(reason).subarray(0, 120)])))
    this.#socket.end()
    this.#end()
  }
  #receive(chunk: Uint8Array): void {
    if (this.#isClosed) return
    try {
      for (const frame of this.#reader.push(chunk)) this.#take(frame)
    } catch (error) {
      this.close(error instanceof StreamError && error.code === 'limit' ? 1009 : 1002)
    }
  }
  #take({ opcode, isFinal, payload }: Frame): void {
    if (this.#isClosed || opcode === opcodes.pong) return
    if (opcode === opcodes.close) this.close()
    else if (opcode === opcodes.ping) this.#socket.write(frameBytes(opcodes.pong, payload))
    else this.#takeData(opcode, isFinal, payload)
  }
  #takeData(opcode: number, isFinal: boolean, payload: Buffer): void {
    if ((this.#parts === undefined) === (opcode === opcodes.continuation))
      throw new StreamError('protocol', 'frame - out of order')
    if (opcode !== opcodes.continuation) this.#isText = opcode === opcodes.text
    this.#parts ??= []
    this.#parts.push(payload)
    this.#partsBytes += payload.length
    if (this.#partsBytes > maxMessageBytes || this.#parts.length > maxParts)
      throw new StreamError('limit', 'message - too long')
    if (!isFinal) return
    const [only] = this.#parts
    const data = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts)
    this.#parts = undefined
    this.#partsBytes = 0
    this.#events?.message({ isText: this.#isText, data })
  }
  #end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#socket.end()
    this.#events?.closed()
  }
}

/** Largest message that a client may send, and in how many frames. */
const maxMessageBytes = 16 * 1024 * 1024
const maxParts = 16_384

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

function handshakeAnswer(key: string, protocol: string): string {
  const accept = createHash('sha1').update(`${key}${magic}`).digest('base64')
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol === '' ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}
