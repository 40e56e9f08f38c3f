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

interface Timer {
  readonly dueMs: number
  readonly run: () => void
}

/**
 * The wall's time without the waiting: whenever nothing is left to do but to wait for a timer, time goes on to it. Timers
 * fire in the order of their times.
 */
export function skippingClock(): SkippingClock {
  const timers = new Set<Timer>()
  let skippedMs = 0
  let look: NodeJS.Timeout | undefined
  let isStopped = false
  const now = (): number => Date.now() + skippedMs
  const lookAround = (): void => {
    look = undefined
    const waitMs = firstDueMs(timers) - now()
    if (waitMs > 0 && waitMs < Infinity) skippedMs += Math.min(waitMs, MAX_SKIP_MS)
    fire(timers, now())
    if (timers.size > 0) look ??= setTimeout(lookAround, LOOK_MS)
  }
  return {
    now,
    skippedMs: () => skippedMs,
    setTimer: (delayMs, run) => {
      if (isStopped) return () => undefined
      // whole milliseconds, as the wall's time has them
      const timer = { dueMs: now() + Math.max(0, Math.ceil(delayMs)), run }
      timers.add(timer)
      look ??= setTimeout(lookAround, LOOK_MS)
      return () => timers.delete(timer)
    },
    stop: () => {
      isStopped = true
      timers.clear()
      clearTimeout(look)
    },
  }
}

function firstDueMs(timers: ReadonlySet<Timer>): number {
  let first = Infinity
  for (const { dueMs } of timers) first = Math.min(first, dueMs)
  return first
}

/** Timers that the others set or cancel meanwhile are heeded. */
function fire(timers: Set<Timer>, nowMs: number): void {
  const due = [...timers].filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs)
  for (const timer of due) if (timers.delete(timer)) timer.run()
}
