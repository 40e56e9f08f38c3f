import type { Duplex } from 'node:stream'
import { answerHandshake, type Handshake, WebSocketConnection } from '#websocket'

/** Bytes both ways: a taken-over connection, or binary messages of a websocket. */
export interface ByteWire {
  /** Starts to read. `closed` is called once. */
  start(events: WireEvents): void
  /** False when the peer reads too slowly: wait for the next call of an `onDrain` listener. */
  write(bytes: Uint8Array): boolean
  onDrain(listener: () => void): void
  /** Stops or goes on with reading. */
  setPaused(isPaused: boolean): void
  /** Sends what is written, then closes. */
  end(): void
}

/** Called back by a wire. */
export interface WireEvents {
  data(bytes: Uint8Array): void
  closed(): void
}

/** A bare connection as a wire; `head` are bytes that were read of it before. */
export function socketWire(socket: Duplex, head: Uint8Array): ByteWire {
  return {
    start: ({ data, closed }) => {
      let isClosed = false
      const close = () => {
        if (!isClosed) closed()
        isClosed = true
      }
      socket.on('data', data)
      for (const name of ['end', 'error', 'close']) socket.on(name, close)
      if (head.length > 0) data(head)
    },
    write: (bytes) => (socket.destroyed || socket.writableEnded ? false : socket.write(bytes)),
    onDrain: (listener) => socket.on('drain', listener),
    setPaused: (isPaused) => (isPaused ? socket.pause() : socket.resume()),
    end: () => socket.end(() => socket.destroy()),
  }
}

/** The messages of a websocket as a wire (`SPDY/3.1+portforward.k8s.io`). */
export function webSocketWire(socket: Duplex, handshake: Handshake): ByteWire {
  const connection = new WebSocketConnection(socket, 'server')
  return {
    start: ({ data, closed }) => {
      answerHandshake(socket, handshake)
      connection.start(handshake.head, { message: (message) => data(message.data), closed })
    },
    write: (bytes) => connection.send(bytes),
    onDrain: (listener) => connection.onDrain(listener),
    setPaused: (isPaused) => connection.setPaused(isPaused),
    end: () => connection.close(),
  }
}
