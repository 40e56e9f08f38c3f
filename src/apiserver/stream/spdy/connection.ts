import { StreamError } from '../error.ts'
import type { ByteWire } from '../wire.ts'
import { controlFrame, dataFrame, finFlag, frameTypes, type SpdyFrame, SpdyReader, words } from './frame.ts'
import { HeaderPacker, HeaderUnpacker } from './headers.ts'
import { SpdyStream } from './stream.ts'

/** Told of every stream that the client opens; false refuses it. */
export type OnStream = (stream: SpdyStream) => boolean

/**
 * The server's end of SPDY/3.1 as Kubernetes speaks it: the client opens streams, flow control is left to the connection
 * below (the reference neither sends nor minds window updates).
 */
export class SpdyConnection {
  readonly #wire: ByteWire
  readonly #onStream: OnStream
  readonly #reader = new SpdyReader()
  readonly #packer = new HeaderPacker()
  readonly #unpacker = new HeaderUnpacker()
  readonly #streams = new Map<number, SpdyStream>()
  readonly #stalled = new Set<number>()
  readonly #closed = new AbortController()
  readonly #frames: SpdyFrame[] = []
  readonly #waiting: (() => void)[] = []
  #isHandling = false
  #lastStreamId = 0
  constructor(wire: ByteWire, onStream: OnStream) {
    this.#wire = wire
    this.#onStream = onStream
  }
  /** Aborted when the connection is gone. */
  get closed(): AbortSignal {
    return this.#closed.signal
  }
  /** Starts to read. */
  start(): void {
    this.#wire.onDrain(() => this.#drain())
    this.#wire.start({ data: (bytes) => this.#receive(bytes), closed: () => this.#end() })
  }
  /** Says goodbye and closes. */
  close(): void {
    if (this.closed.aborted) return
    this.#wire.write(controlFrame(frameTypes.goAway, 0, words(this.#lastStreamId, 0)))
    this.#end()
  }
  #receive(bytes: Uint8Array): void {
    if (this.closed.aborted) return
    try {
      this.#frames.push(...this.#reader.push(bytes))
    } catch {
      return this.#fail()
    }
    if (!this.#isHandling) void this.#handleAll()
  }
  /** Frames keep their order, though headers are inflated in the background. */
  async #handleAll(): Promise<void> {
    this.#isHandling = true
    try {
      for (let frame = this.#frames.shift(); frame !== undefined; frame = this.#frames.shift()) {
        const work = this.#handle(frame)
        if (work === undefined) continue
        this.#wire.setPaused(true)
        await work
        this.#wire.setPaused(this.#stalled.size > 0)
      }
    } catch {
      this.#fail()
    } finally {
      this.#isHandling = false
    }
  }
  #handle({ type, streamId, flags, payload }: SpdyFrame): Promise<void> | undefined {
    if (type === undefined) this.#handleData(streamId, flags, payload)
    else if (type === frameTypes.synStream) return this.#handleOpen(flags, payload)
    else if (type === frameTypes.headers) return this.#handleHeaders(payload)
    else if (type === frameTypes.rstStream) this.#streams.get(numberAt(payload, 0))?.destroy()
    else if (type === frameTypes.ping) this.#handlePing(payload)
    else if (type === frameTypes.goAway) this.#handleGoAway()
    return undefined
  }
  #handleData(streamId: number, flags: number, payload: Buffer): void {
    const stream = this.#streams.get(streamId)
    if (stream === undefined) return
    if (payload.length > 0) stream.receive(payload)
    if ((flags & finFlag) !== 0) stream.receiveEnd()
  }
  async #handleOpen(flags: number, payload: Buffer): Promise<void> {
    const streamId = numberAt(payload, 0) & 0x7fff_ffff
    // Blocks share one state: also those of streams that are refused must be read.
    const headers = await this.#unpacker.unpack(payload.subarray(synStreamHeadBytes))
    if (this.closed.aborted) return
    if (streamId % 2 === 0 || streamId <= this.#lastStreamId)
      throw new StreamError('protocol', 'stream - id - out of order')
    this.#lastStreamId = streamId
    if (this.#streams.size >= maxStreams) return this.#sendReset(streamId, refusedStream)
    const stream = new SpdyStream(streamId, headers, this.#host)
    this.#streams.set(streamId, stream)
    if (!this.#onStream(stream)) {
      this.#sendReset(streamId, refusedStream)
      return void stream.destroy()
    }
    this.#wire.write(controlFrame(frameTypes.synReply, 0, Buffer.concat([words(streamId), this.#packer.pack({})])))
    if ((flags & finFlag) !== 0) stream.receiveEnd()
  }
  async #handleHeaders(payload: Buffer): Promise<void> {
    await this.#unpacker.unpack(payload.subarray(4))
  }
  #handlePing(payload: Buffer): void {
    // Odd ones are the client's own; even ones would answer ours, and we send none.
    if (numberAt(payload, 0) % 2 === 1) this.#wire.write(controlFrame(frameTypes.ping, 0, payload.subarray(0, 4)))
  }
  #handleGoAway(): void {
    if (this.#streams.size === 0) this.close()
  }
  readonly #host = {
    sendData: (streamId: number, data: Uint8Array, isLast: boolean) =>
      !this.closed.aborted && this.#wire.write(dataFrame(streamId, isLast ? finFlag : 0, data)),
    sendReset: (streamId: number) => this.#sendReset(streamId, cancel),
    whenDrained: (run: () => void) => (this.closed.aborted ? run() : void this.#waiting.push(run)),
    stalled: (streamId: number, isStalled: boolean) => this.#setStalled(streamId, isStalled),
    forget: (streamId: number) => void this.#streams.delete(streamId),
  }
  #sendReset(streamId: number, status: number): void {
    if (!this.closed.aborted) this.#wire.write(controlFrame(frameTypes.rstStream, 0, words(streamId, status)))
  }
  #setStalled(streamId: number, isStalled: boolean): void {
    const wasStalled = this.#stalled.size > 0
    if (isStalled) this.#stalled.add(streamId)
    else this.#stalled.delete(streamId)
    if (!this.closed.aborted && wasStalled !== this.#stalled.size > 0) this.#wire.setPaused(!wasStalled)
  }
  #drain(): void {
    for (const run of this.#waiting.splice(0)) run()
  }
  #fail(): void {
    this.#wire.write(controlFrame(frameTypes.goAway, 0, words(this.#lastStreamId, protocolError)))
    this.#end()
  }
  #end(): void {
    if (this.closed.aborted) return
    this.#closed.abort()
    // A peer that has closed its side does not wait for ours, but the connection would.
    this.#wire.end()
    this.#unpacker.close()
    this.#drain()
    // What has arrived can still be read.
    for (const stream of this.#streams.values()) stream.receiveEnd()
  }
}

const synStreamHeadBytes = 10
const maxStreams = 2048
const refusedStream = 3
const cancel = 5
const protocolError = 1

function numberAt(payload: Buffer, at: number): number {
  if (payload.length < at + 4) throw new StreamError('protocol', 'frame - cut short')
  return payload.readUInt32BE(at)
}
