/** How long keys wait after failures: each failure of a key doubles its delay. */
export interface KeyBackOff {
  /** Milliseconds to wait now; counts a failure. */
  next(key: string): number
  /** The key did well: its failures are forgotten. */
  forget(key: string): void
  failures(key: string): number
}

const FIRST_MS = 5
const LIMIT_MS = 1000 * 1000

/** 5 ms, 10 ms, 20 ms … 1000 s (client-go's `ItemExponentialFailureRateLimiter`). */
export function createKeyBackOff(firstMs: number = FIRST_MS, limitMs: number = LIMIT_MS): KeyBackOff {
  const counts = new Map<string, number>()
  return {
    next: (key) => {
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      return Math.min(firstMs * 2 ** count, limitMs)
    },
    forget: (key) => {
      counts.delete(key)
    },
    failures: (key) => counts.get(key) ?? 0,
  }
}
