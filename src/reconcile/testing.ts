import type { Clock } from '#kube'

/** A clock that stands still until it is moved. */
export interface HandClock extends Clock {
  /** Moves time on and runs what becomes due, in order; promises settle between. */
  advance(ms: number): Promise<void>
}

/** A clock at `startMs`. */
export function handClock(startMs = 0): HandClock {
  let now = startMs
  let serial = 0
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>()
  const next = (until: number): [number, { at: number; run: () => void }] | undefined =>
    [...timers].filter(([, { at }]) => at <= until).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0]
  return {
    now: () => now,
    setTimer: (delayMs, run) => {
      const id = serial++
      timers.set(id, { at: now + Math.max(0, delayMs), run })
      return () => timers.delete(id)
    },
    advance: async (ms) => {
      const until = now + ms
      await settle()
      for (let due = next(until); due !== undefined; due = next(until)) {
        timers.delete(due[0])
        now = due[1].at
        due[1].run()
        await settle()
      }
      now = until
    },
  }
}

/** Lets promises that are fulfilled run on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
