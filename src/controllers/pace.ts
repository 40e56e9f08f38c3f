import type { Clock } from '#kube'

/** Keeps what has many pods from being worked on at each pod's change. */
export interface Pace {
  /** Milliseconds until a key of so many pods may be worked on; 0 means now, and counts. */
  waitMs(key: string, pods: number): number
  forget(key: string): void
}

/** Milliseconds between two runs for each pod, and the most there are. */
const MS_PER_POD = 0.25
const LIMIT_MS = 500
/** Shorter pauses are not worth a timer. */
const LEAST_MS = 20

/** Nothing was worked on yet. */
export function createPace(clock: Clock): Pace {
  const last = new Map<string, number>()
  return {
    waitMs: (key, pods) => {
      const pauseMs = Math.min(LIMIT_MS, pods * MS_PER_POD)
      const now = clock.now()
      const since = now - (last.get(key) ?? -Infinity)
      if (pauseMs >= LEAST_MS && since < pauseMs) return pauseMs - since
      last.set(key, now)
      return 0
    },
    forget: (key) => void last.delete(key),
  }
}
