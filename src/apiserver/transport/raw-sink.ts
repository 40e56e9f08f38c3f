import type { Duplex } from 'node:stream'
import type { Sink } from '../contract/http.ts'

/** A sink over a bare connection. */
export function openSink(socket: Duplex): Sink {
  const abort = new AbortController()
  socket.once('close', () => abort.abort())
  return {
    closed: abort.signal,
    write: (chunk) => (abort.signal.aborted ? false : socket.write(chunk)),
    drained: () => drained(socket, abort.signal),
  }
}

/** Cuts a connection whose answer failed in the middle. */
export function closedEarly(socket: Duplex): () => void {
  return () => {
    socket.destroy()
  }
}

/** Resolves when an emitter of `drain` can take more, or is gone. */
export function drained(target: NeedsDrain, closed: AbortSignal): Promise<void> {
  if (closed.aborted || !target.writableNeedDrain) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      target.off('drain', done)
      closed.removeEventListener('abort', done)
      resolve()
    }
    target.once('drain', done)
    closed.addEventListener('abort', done, { once: true })
  })
}

/** The part of a writable stream that says when it is full. */
export interface NeedsDrain {
  readonly writableNeedDrain: boolean
  once(event: 'drain', listener: () => void): unknown
  off(event: 'drain', listener: () => void): unknown
}
