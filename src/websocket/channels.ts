import type { Duplex } from 'node:stream'
import { PassThrough, type Readable, Writable } from 'node:stream'
import { type Message, WebSocketConnection, type WebSocketEnd } from './connection.ts'

/** Which subprotocol of channels is spoken. */
export interface ChannelProtocol {
  readonly name: string
  /** Messages are base64 text, the channel a digit. */
  readonly isBase64: boolean
  /** One channel is closed with the bytes 255 and its number. */
  readonly canClose: boolean
}

/** The subprotocols that Kubernetes has had, by name; the empty one is what clients without a choice speak. */
export const channelProtocols: ReadonlyMap<string, ChannelProtocol> = new Map(
  [
    'v5.channel.k8s.io',
    'v4.channel.k8s.io',
    'v4.base64.channel.k8s.io',
    'channel.k8s.io',
    'base64.channel.k8s.io',
    '',
  ].map((name) => [name, { name, isBase64: name.includes('base64'), canClose: name.startsWith('v5') }]),
)

/** Several streams in one websocket: each message begins with the number of its channel. */
export class ChannelSocket {
  readonly #connection: WebSocketConnection
  readonly #protocol: ChannelProtocol
  readonly #inputs = new Map<number, PassThrough>()
  readonly #waiting: (() => void)[] = []
  readonly #closed = new AbortController()
  readonly #full = new Set<number>()
  constructor(socket: Duplex, protocol: ChannelProtocol, end: WebSocketEnd) {
    this.#connection = new WebSocketConnection(socket, end)
    this.#protocol = protocol
  }
  /** Aborted when the peer is gone. */
  get closed(): AbortSignal {
    return this.#closed.signal
  }
  /** What the peer sends on a channel; ask before `start`. */
  input(channel: number): Readable {
    const stream = new PassThrough({ readableHighWaterMark: bufferBytes, writableHighWaterMark: bufferBytes })
    stream.on('error', () => {})
    stream.on('drain', () => this.#setFull(channel, false))
    stream.on('close', () => this.#setFull(channel, false))
    this.#inputs.set(channel, stream)
    return stream
  }
  /** A stream towards the peer. */
  output(channel: number): Writable {
    const stream = new Writable({
      highWaterMark: bufferBytes,
      write: (chunk: Buffer, _encoding, done) => {
        if (this.send(channel, chunk) || this.closed.aborted) done()
        else this.#waiting.push(() => done())
      },
    })
    stream.on('error', () => {})
    return stream
  }
  /** Starts to read; `head` are bytes that came behind the handshake. */
  start(head: Uint8Array): void {
    this.#connection.onDrain(() => this.#drain())
    this.#connection.start(head, { message: (message) => this.#receive(message), closed: () => this.#end() })
  }
  /** Sends one message on a channel; false when the peer reads too slowly. */
  send(channel: number, data: Uint8Array): boolean {
    if (this.#protocol.isBase64) return this.#connection.send(base64Message(channel, data), true)
    const message = Buffer.allocUnsafe(data.length + 1)
    message[0] = channel
    message.set(data, 1)
    return this.#connection.send(message)
  }
  /** Says that nothing more comes on a channel; false where the protocol has no word for it. */
  closeChannel(channel: number): boolean {
    if (this.#protocol.canClose) this.#connection.send(Buffer.of(closeSignal, channel))
    return this.#protocol.canClose
  }
  close(): void {
    this.#connection.close()
  }
  #receive({ data }: Message): void {
    const [first, second] = data
    if (first === undefined) return
    if (this.#protocol.canClose && first === closeSignal) {
      if (data.length !== 2) return this.close()
      return void this.#inputs.get(second ?? 0)?.end()
    }
    const channel = this.#protocol.isBase64 ? first - zero : first
    const input = this.#inputs.get(channel)
    if (input === undefined || input.writableEnded || input.destroyed) return
    const rest = data.subarray(1)
    const bytes = this.#protocol.isBase64 ? Buffer.from(rest.toString('latin1'), 'base64') : rest
    if (bytes.length > 0 && !input.write(bytes)) this.#setFull(channel, true)
  }
  #setFull(channel: number, isFull: boolean): void {
    const wasFull = this.#full.size > 0
    if (isFull) this.#full.add(channel)
    else this.#full.delete(channel)
    if (wasFull !== this.#full.size > 0 && !this.closed.aborted) this.#connection.setPaused(!wasFull)
  }
  #drain(): void {
    for (const run of this.#waiting.splice(0)) run()
  }
  #end(): void {
    this.#closed.abort()
    this.#drain()
    for (const input of this.#inputs.values()) input.end()
  }
}

const bufferBytes = 256 * 1024
const closeSignal = 255
const zero = 48

function base64Message(channel: number, data: Uint8Array): Buffer {
  return Buffer.from(String.fromCharCode(zero + channel) + Buffer.from(data).toString('base64'), 'latin1')
}
