import type { Clock } from '#kube'

/** Delays that double up to a limit, each stretched at random by up to its own length (client-go's reflector: 0.8 s to 30 s). */
export interface BackOff {
  /** Milliseconds to wait before the next try. */
  next(): number
}

const FIRST_MS = 800
const LIMIT_MS = 30_000
/** Nothing went wrong for so long: the next failure is a first one. */
const RESET_MS = 120_000

/** A fresh back-off; `random` gives numbers from 0 up to 1. */
export function createBackOff(clock: Clock, random: () => number): BackOff {
  let delayMs = FIRST_MS
  let lastAt = clock.now()
  return {
    next: () => {
      const now = clock.now()
      if (now - lastAt > RESET_MS) delayMs = FIRST_MS
      lastAt = now
      const current = delayMs
      delayMs = Math.min(delayMs * 2, LIMIT_MS)
      return current * (1 + random())
    },
  }
}
