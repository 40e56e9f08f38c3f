import type { Socket } from 'node:net'
import type { Clock } from '#kube'

/** How long connections may do nothing, and how many may still be on their way in. */
export interface ConnectionLimits {
  /** From the TCP connection to the first complete request line. */
  readonly firstRequestMs: number
  /** Between requests. */
  readonly idleMs: number
  /** Connections that have not finished TLS; past it the oldest goes. */
  readonly maxHalfOpen: number
}

/** Limits of the listener; times as the real server's (ReadHeaderTimeout 32 s, IdleTimeout 90 s). */
export const defaultConnectionLimits: ConnectionLimits = { firstRequestMs: 32_000, idleMs: 90_000, maxHalfOpen: 1000 }

/** A connection that is through with TLS. While requests are under way on it, it may take its time. */
export interface OpenConnection {
  readonly socket: Socket
  requests: number
  since: number
  limitMs: number
}

/** Keeps an eye on open connections: `accepted`, `secured`, `begin`/`end` of requests; closes those that overstay. */
export class Connections {
  readonly #halfOpen = new Map<string, { readonly socket: Socket; readonly since: number }>()
  readonly #open = new Map<string, OpenConnection>()
  readonly #clock: Clock
  readonly #limits: ConnectionLimits
  #stopTimer: (() => void) | undefined
  constructor(clock: Clock, limits: ConnectionLimits = defaultConnectionLimits) {
    this.#clock = clock
    this.#limits = limits
  }
  /** Connections that are through with TLS. */
  get count(): number {
    return this.#open.size
  }
  get halfOpenCount(): number {
    return this.#halfOpen.size
  }
  /** A TCP connection came in. */
  accepted(socket: Socket): void {
    const key = keyOf(socket)
    this.#halfOpen.set(key, { socket, since: this.#clock.now() })
    socket.once('close', () => this.#halfOpen.delete(key))
    if (this.#halfOpen.size > this.#limits.maxHalfOpen) this.#dropOldest()
    this.#sweepLater()
  }
  /** TLS is through. */
  secured(socket: Socket): void {
    const key = keyOf(socket)
    this.#halfOpen.delete(key)
    this.#open.set(key, { socket, requests: 0, since: this.#clock.now(), limitMs: this.#limits.firstRequestMs })
    socket.once('close', () => this.#open.delete(key))
    this.#sweepLater()
  }
  /** The connection of a socket, or of what stands for one. */
  find(socket: Pick<Socket, 'remoteAddress' | 'remotePort'>): OpenConnection | undefined {
    return this.#open.get(keyOf(socket))
  }
  /** A request has begun on it. */
  begin(open: OpenConnection): void {
    open.requests++
  }
  /** A request is answered. */
  end(open: OpenConnection): void {
    open.requests--
    open.since = this.#clock.now()
    open.limitMs = this.#limits.idleMs
  }
  /** Cuts every connection. */
  close(): void {
    this.#stopTimer?.()
    for (const { socket } of this.#halfOpen.values()) socket.destroy()
    for (const { socket } of this.#open.values()) socket.destroy()
  }
  #dropOldest(): void {
    const oldest = this.#halfOpen.entries().next().value
    if (oldest === undefined) return
    this.#halfOpen.delete(oldest[0])
    oldest[1].socket.destroy()
  }
  #sweepLater(): void {
    this.#stopTimer ??= this.#clock.setTimer(sweepMs, () => this.#sweep())
  }
  #sweep(): void {
    this.#stopTimer = undefined
    const now = this.#clock.now()
    for (const [key, { socket, since }] of this.#halfOpen) {
      if (now - since < this.#limits.firstRequestMs) continue
      this.#halfOpen.delete(key)
      socket.destroy()
    }
    for (const { socket, requests, since, limitMs } of this.#open.values()) {
      if (requests === 0 && now - since >= limitMs) socket.destroy()
    }
    if (this.#halfOpen.size + this.#open.size > 0) this.#sweepLater()
  }
}

const sweepMs = 5000

/** TCP and TLS sockets of one connection are two objects: the peer's address is what they share. */
function keyOf({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${remoteAddress ?? ''}|${remotePort ?? 0}`
}
