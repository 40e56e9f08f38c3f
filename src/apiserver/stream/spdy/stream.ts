import { Duplex } from 'node:stream'
import type { SpdyHeaders } from './headers.ts'

/** What a stream asks of its connection. */
export interface StreamHost {
  sendData(streamId: number, data: Uint8Array, isLast: boolean): boolean
  sendReset(streamId: number): void
  whenDrained(run: () => void): void
  /** Reading stops while any stream has more than it can keep. */
  stalled(streamId: number, isStalled: boolean): void
  forget(streamId: number): void
}

/** One stream of a connection; ending it closes our side, `reset` both. */
export class SpdyStream extends Duplex {
  readonly id: number
  readonly headers: SpdyHeaders
  readonly #host: StreamHost
  constructor(id: number, headers: SpdyHeaders, host: StreamHost) {
    super({ allowHalfOpen: true, readableHighWaterMark: bufferBytes, writableHighWaterMark: bufferBytes })
    this.id = id
    this.headers = headers
    this.#host = host
    this.on('error', () => {})
  }
  /** Data from the peer. */
  receive(data: Buffer): void {
    if (!this.readableEnded && !this.destroyed && !this.push(data)) this.#host.stalled(this.id, true)
  }
  /** The peer has closed its side. */
  receiveEnd(): void {
    if (!this.readableEnded && !this.destroyed) this.push(null)
  }
  /** Tells the peer that nothing more is taken or sent. */
  reset(): void {
    if (this.destroyed) return
    this.#host.sendReset(this.id)
    this.destroy()
  }
  override _read(): void {
    this.#host.stalled(this.id, false)
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    let isOpen = true
    for (let at = 0; at < chunk.length; at += maxFrameBytes)
      isOpen = this.#host.sendData(this.id, chunk.subarray(at, at + maxFrameBytes), false)
    if (isOpen) done()
    else this.#host.whenDrained(() => done())
  }
  override _final(done: (error?: Error | null) => void): void {
    this.#host.sendData(this.id, Buffer.alloc(0), true)
    done()
  }
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#host.stalled(this.id, false)
    this.#host.forget(this.id)
    done(error)
  }
}

/** What a stream keeps before its reader takes it. */
const bufferBytes = 256 * 1024
const maxFrameBytes = 32 * 1024
