import type { Sink } from '../../contract/http.ts'
import type { WatchEvent } from './event.ts'
import type { Render } from './render.ts'

/** Events between the cache and one client: written at once while the client keeps up, kept in order while it does not. */
export class EventQueue {
  private readonly render: Render
  private events: WatchEvent[] = []
  private sink: Sink | undefined
  private isPumping = false
  private liveEvents = 0
  private readonly ended = Promise.withResolvers<void>()
  private hasEnded = false

  constructor(render: Render) {
    this.render = render
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
    let pending: Uint8Array[] = []
    let sizeBytes = 0
    for (const [at, event] of batch.entries()) {
      const rendered = this.render(event)
      const bytes = rendered instanceof Uint8Array ? rendered : await rendered
      if (this.hasEnded) return
      pending.push(bytes)
      sizeBytes += bytes.length
      if (at < batch.length - 1 && sizeBytes < maxChunkBytes) continue
      const [only] = pending
      const isKeepingUp = sink.write(pending.length === 1 && only !== undefined ? only : Buffer.concat(pending))
      pending = []
      sizeBytes = 0
      if (!isKeepingUp) await sink.drained()
    }
    const isLast = batch.at(-1)?.type === 'ERROR'
    if (isLast) this.end()
  }
}

const maxBehind = 10_000
const maxChunkBytes = 64 * 1024
