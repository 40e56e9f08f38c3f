import type { Sink } from '../../contract/http.ts'
import type { WatchEvent } from './event.ts'
import type { Render } from './render.ts'
import type { Share } from './share.ts'

/** Events between the cache and one client: written at once while the client keeps up, kept in order while it does not. */
export class EventQueue {
  private readonly render: Render
  private readonly share: Share | undefined
  private events: WatchEvent[] = []
  private sink: Sink | undefined
  private isPumping = false
  private liveEvents = 0
  private readonly ended = Promise.withResolvers<void>()
  private hasEnded = false

  constructor(render: Render, share?: Share) {
    this.render = render
    this.share = share
  }

  /** Takes an event. A client that falls too far behind is let go: it starts again from its last version. */
  push(event: WatchEvent): void {
    if (this.hasEnded) return
    if (this.sink !== undefined && !this.isPumping) {
      try {
        this.pass(event, this.sink)
      } catch {
        // An event that cannot be told may not be left out: the client starts again.
        this.end()
      }
      return
    }
    this.events.push(event)
    if (++this.liveEvents > maxBehind) this.end()
  }

  /** Takes the events that a watch starts with, however many. */
  start(events: readonly WatchEvent[]): void {
    for (const event of events) this.events.push(event)
  }

  /** No event follows. */
  end(): void {
    this.hasEnded = true
    this.events = []
    this.ended.resolve()
  }

  /** Writes to the sink until the watch ends. */
  async serve(sink: Sink): Promise<void> {
    const stop = () => this.end()
    if (sink.closed.aborted) this.end()
    sink.closed.addEventListener('abort', stop)
    this.sink = sink
    await this.pump(sink).catch(stop)
    await this.ended.promise
    sink.closed.removeEventListener('abort', stop)
  }

  /** The quick way of one event to a client that keeps up: no promise is made for it. */
  private pass(event: WatchEvent, sink: Sink): void {
    const isKeepingUp = this.tell(event, sink)
    if (isKeepingUp !== undefined) {
      if (isKeepingUp) return
      this.isPumping = true
      this.goOn(sink.drained(), sink)
      return
    }
    const rendered = this.render(event)
    if (rendered instanceof Uint8Array) {
      if (sink.write(rendered)) return
      this.isPumping = true
      this.goOn(sink.drained(), sink)
      return
    }
    this.isPumping = true
    const written = rendered.then((bytes) => (this.hasEnded || sink.write(bytes) ? undefined : sink.drained()))
    this.goOn(written, sink)
  }

  /** Hands an event on as a value, where both sides can; undefined where it has to be written. */
  private tell(event: WatchEvent, sink: Sink): boolean | undefined {
    if (sink.tell === undefined) return undefined
    const object = this.share?.(event)
    return object === undefined ? undefined : sink.tell(event.type, object)
  }

  private goOn(ready: Promise<void | undefined>, sink: Sink): void {
    ready.then(() => this.pump(sink)).catch(() => this.end())
  }

  private async pump(sink: Sink): Promise<void> {
    this.isPumping = true
    while (this.events.length > 0 && !this.hasEnded) {
      const batch = this.events
      this.events = []
      this.liveEvents = 0
      await this.write(sink, batch)
    }
    this.isPumping = false
  }

  private async write(sink: Sink, batch: readonly WatchEvent[]): Promise<void> {
    const chunk = new Chunk(sink)
    for (const event of batch) {
      const isTold = this.hasEnded ? undefined : this.tell(event, sink)
      if (isTold === false) await sink.drained()
      if (isTold !== undefined) continue
      const rendered = this.render(event)
      const bytes = rendered instanceof Uint8Array ? rendered : await rendered
      if (this.hasEnded) return
      // Who is told values gets them and what is written in one order.
      if (!chunk.add(bytes, sink.tell === undefined ? maxChunkBytes : 0)) await sink.drained()
    }
    if (!chunk.flush()) await sink.drained()
    if (batch.at(-1)?.type === 'ERROR') this.end()
  }
}

/** Events on their way into one write. What its methods give is false when the client reads too slowly. */
class Chunk {
  private readonly sink: Sink
  private pending: Uint8Array[] = []
  private sizeBytes = 0

  constructor(sink: Sink) {
    this.sink = sink
  }

  add(bytes: Uint8Array, limitBytes: number): boolean {
    this.pending.push(bytes)
    this.sizeBytes += bytes.length
    return this.sizeBytes < limitBytes || this.flush()
  }

  flush(): boolean {
    const [only] = this.pending
    if (only === undefined) return true
    const bytes = this.pending.length === 1 ? only : Buffer.concat(this.pending)
    this.pending = []
    this.sizeBytes = 0
    return this.sink.write(bytes)
  }
}

const maxBehind = 10_000
const maxChunkBytes = 64 * 1024
