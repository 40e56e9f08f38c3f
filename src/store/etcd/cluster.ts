import type { StoreClock } from '../compaction.ts'
import { Channel, type EtcdTls } from './channel.ts'
import { GrpcError, grpcCode } from './grpc.ts'

/** Which etcds, and how patient. */
export interface EtcdClusterOptions {
  /** `http://127.0.0.1:2379`; the next one is asked when one does not answer. */
  readonly endpoints: readonly [string, ...string[]]
  readonly tls?: EtcdTls
  readonly clock: StoreClock
  /** How long an operation may take with all its attempts; 15 s unless told. */
  readonly timeoutMs?: number
}

const attemptTimeoutMs = 5_000
const firstPauseMs = 20
const longestPauseMs = 1_000

/** The members of an etcd cluster behind one door: calls go to one of them, and to the next when that is lost. */
export class EtcdCluster {
  readonly #options: EtcdClusterOptions
  readonly #clock: StoreClock
  #channel: Channel | undefined
  #at = 0
  #isClosed = false

  constructor(options: EtcdClusterOptions) {
    this.#options = options
    this.#clock = options.clock
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /**
   * Calls until an answer comes or time is up; only errors that the server means are thrown before. `onLost` is told of every
   * attempt whose outcome nobody knows. Throws `GrpcError`.
   */
  async call(method: string, message: Uint8Array, onLost: () => void = () => {}): Promise<Buffer> {
    const patience = this.#patience(this.#options.timeoutMs ?? 15_000)
    try {
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
        const outcome = await this.#attempt(method, message)
        if (!(outcome instanceof GrpcError)) return outcome
        if (outcome.wasSent) onLost()
        if (patience.isUp()) throw outcome
        await this.pause(pauseMs)
      }
    } finally {
      patience.end()
    }
  }

  /** The answers of one stream on one member; when it breaks, ask again. Throws `GrpcError`. */
  async *stream(method: string, message: Uint8Array, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
    const channel = this.#open()
    try {
      yield* channel.stream(method, message, signal)
    } catch (error) {
      this.#leave(channel)
      throw error
    }
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.setTimer(ms, resolve)
    })
  }

  close(): void {
    this.#isClosed = true
    this.#channel?.close()
  }

  /** The answer, or an error after which another member may do better. */
  async #attempt(method: string, message: Uint8Array): Promise<Buffer | GrpcError> {
    const channel = this.#open()
    try {
      return await channel.call(method, message, attemptTimeoutMs)
    } catch (error) {
      if (!(error instanceof GrpcError) || !isWorthRetrying(error)) throw error
      this.#leave(channel)
      return error
    }
  }

  #open(): Channel {
    if (this.#isClosed) throw new GrpcError(grpcCode.canceled, 'the store was closed', false)
    if (this.#channel?.isAlive !== true) {
      const { endpoints, tls = {} } = this.#options
      this.#channel = new Channel(endpoints[this.#at % endpoints.length] ?? endpoints[0], tls, this.#clock)
    }
    return this.#channel
  }

  /** Turns to the next member, unless somebody did before. */
  #leave(channel: Channel): void {
    if (this.#channel !== channel) return
    this.#at++
    this.#channel = undefined
    channel.close()
  }

  /** Says when time is up, without a clock's reading. */
  #patience(ms: number): { isUp(): boolean; end(): void } {
    let isUp = false
    const end = this.#clock.setTimer(ms, () => {
      isUp = true
    })
    return { isUp: () => isUp || this.#isClosed, end }
  }
}

/** Lost connections, changes of leader and late answers; `too many requests` was refused before it was done. */
function isWorthRetrying({ code, message }: GrpcError): boolean {
  if (code === grpcCode.exhausted) return message.includes('too many requests')
  return code === grpcCode.unavailable || code === grpcCode.deadline
}
