import type { Clock } from '#kube'
import { createKeyBackOff, type KeyBackOff } from './back-off.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** With what a queue counts and waits. */
export interface WorkQueueOptions {
  readonly clock: Clock
  readonly backOff?: KeyBackOff
  /** Limits retries of all keys together; 10 a second, 100 at once, unless told. */
  readonly retries?: TokenBucket
}

/**
 * Keys to work on. A key is there once however often it is added; it is never given to two workers at once: added while
 * it is worked on, it is given again after `done`. Source: client-go's workqueue.
 */
export interface WorkQueue {
  add(key: string): void
  /** Adds after so many milliseconds; of two delays of one key the earlier wins. */
  addAfter(key: string, delayMs: number): void
  /** Adds after a failure: later each time. Gives the delay in milliseconds. */
  retry(key: string): number
  /** The key did well: its next failure is a first one. */
  forget(key: string): void
  failures(key: string): number
  /** The next key; undefined once the queue is shut down and empty. Each key given must come back by `done`. */
  take(): Promise<string | undefined>
  done(key: string): void
  /** Takes no more keys; those that wait for a time are dropped, those that are ready are still given. */
  shutDown(): void
  /** Keys ready to be given. */
  readonly size: number
}

/** An empty queue. */
export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  return new KeyQueue(options)
}

interface Delayed {
  readonly dueAt: number
  readonly cancel: () => void
}

class KeyQueue implements WorkQueue {
  readonly #clock: Clock
  readonly #backOff: KeyBackOff
  readonly #retries: TokenBucket
  /** In order of their arrival. */
  readonly #ready = new Set<string>()
  readonly #inWork = new Set<string>()
  /** Added while they were worked on. */
  readonly #again = new Set<string>()
  readonly #delayed = new Map<string, Delayed>()
  readonly #waiting: ((key: string | undefined) => void)[] = []
  #isShutDown = false

  constructor({ clock, backOff, retries }: WorkQueueOptions) {
    this.#clock = clock
    this.#backOff = backOff ?? createKeyBackOff()
    this.#retries = retries ?? createTokenBucket(clock, 10, 100)
  }

  get size(): number {
    return this.#ready.size
  }

  add(key: string): void {
    if (this.#isShutDown) return
    if (this.#inWork.has(key)) this.#again.add(key)
    else this.#offer(key)
  }

  addAfter(key: string, delayMs: number): void {
    if (this.#isShutDown) return
    if (delayMs <= 0) return this.add(key)
    const dueAt = this.#clock.now() + delayMs
    const present = this.#delayed.get(key)
    if (present !== undefined && present.dueAt <= dueAt) return
    present?.cancel()
    const cancel = this.#clock.setTimer(delayMs, () => {
      this.#delayed.delete(key)
      this.add(key)
    })
    this.#delayed.set(key, { dueAt, cancel })
  }

  retry(key: string): number {
    const delayMs = Math.max(this.#backOff.next(key), this.#retries.reserve())
    this.addAfter(key, delayMs)
    return delayMs
  }

  forget(key: string): void {
    this.#backOff.forget(key)
  }

  failures(key: string): number {
    return this.#backOff.failures(key)
  }

  take(): Promise<string | undefined> {
    for (const key of this.#ready) {
      this.#ready.delete(key)
      this.#inWork.add(key)
      return Promise.resolve(key)
    }
    if (this.#isShutDown) return Promise.resolve(undefined)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  done(key: string): void {
    this.#inWork.delete(key)
    if (this.#again.delete(key)) this.#offer(key)
  }

  shutDown(): void {
    this.#isShutDown = true
    for (const { cancel } of this.#delayed.values()) cancel()
    this.#delayed.clear()
    for (const resolve of this.#waiting.splice(0)) resolve(undefined)
  }

  #offer(key: string): void {
    if (this.#ready.has(key)) return
    const worker = this.#waiting.shift()
    if (worker === undefined) {
      this.#ready.add(key)
      return
    }
    this.#inWork.add(key)
    worker(key)
  }
}
