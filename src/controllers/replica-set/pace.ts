/** How often large sets are looked at: a set of a thousand pods hears of each of them, and counts all of them each time. */
export interface Pace {
  /** How long to wait before the set is looked at again, in milliseconds; 0 for not at all. */
  waitMs(uid: string, nowMs: number): number
  /** It is looked at, and has so many pods. */
  looked(uid: string, pods: number, nowMs: number): void
  forget(uid: string): void
}

/** Sets of fewer pods are looked at whenever there is something to see. */
const LARGE = 100
const PAUSE_MS = 25

/** No set was looked at yet. */
export function createPace(): Pace {
  const lookedAt = new Map<string, number>()
  return {
    waitMs: (uid, nowMs) => {
      const since = nowMs - (lookedAt.get(uid) ?? Number.NEGATIVE_INFINITY)
      // A clock that was set back must not make anybody wait for it.
      return since >= 0 && since < PAUSE_MS ? PAUSE_MS - since : 0
    },
    looked: (uid, pods, nowMs) => {
      if (pods > LARGE) lookedAt.set(uid, nowMs)
      else lookedAt.delete(uid)
    },
    forget: (uid) => void lookedAt.delete(uid),
  }
}
