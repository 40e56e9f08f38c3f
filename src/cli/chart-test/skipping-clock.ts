import type { Clock } from '#kube'

/** A clock with a life: it is stopped when nobody waits any more. */
export interface SkippingClock extends Clock {
  /** How much time was left out so far, milliseconds. */
  skippedMs(): number
  /** Forgets every timer. */
  stop(): void
}

/** Between two looks; whatever can go on by itself does so meanwhile. */
const LOOK_MS = 1
/** The longest time left out at once, so that work of other threads does not look slow. */
const MAX_SKIP_MS = 1000

/**
 * The wall's time without the waiting: whenever nothing is left to do but to wait for a timer, time goes on to it. Timers
 * fire in the order of their times.
 */
export function skippingClock(): SkippingClock {
  return new Skipping()
}

interface Timer {
  readonly dueMs: number
  readonly run: () => void
}

class Skipping implements SkippingClock {
  #skippedMs = 0
  readonly #timers = new Set<Timer>()
  #look: NodeJS.Timeout | undefined
  #isStopped = false

  now(): number {
    return Date.now() + this.#skippedMs
  }

  skippedMs(): number {
    return this.#skippedMs
  }

  setTimer(delayMs: number, run: () => void): () => void {
    // whole milliseconds, as the wall's time has them
    const timer = { dueMs: this.now() + Math.max(0, Math.ceil(delayMs)), run }
    if (this.#isStopped) return () => undefined
    this.#timers.add(timer)
    this.#look ??= setTimeout(() => this.#lookAround(), LOOK_MS)
    return () => this.#timers.delete(timer)
  }

  stop(): void {
    this.#isStopped = true
    this.#timers.clear()
    clearTimeout(this.#look)
  }

  #lookAround(): void {
    this.#look = undefined
    const firstMs = this.#firstMs()
    const waitMs = firstMs - this.now()
    if (waitMs > 0 && waitMs < Infinity) this.#skippedMs += Math.min(waitMs, MAX_SKIP_MS)
    this.#fire()
    if (this.#timers.size > 0) this.#look ??= setTimeout(() => this.#lookAround(), LOOK_MS)
  }

  #firstMs(): number {
    let first = Infinity
    for (const { dueMs } of this.#timers) first = Math.min(first, dueMs)
    return first
  }

  /** Timers that the others set or cancel meanwhile are heeded. */
  #fire(): void {
    const now = this.now()
    const due = [...this.#timers].filter(({ dueMs }) => dueMs <= now).sort((a, b) => a.dueMs - b.dueMs)
    for (const timer of due) if (this.#timers.delete(timer)) timer.run()
  }
}
