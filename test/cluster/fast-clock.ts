import type { Clock } from '#kube'

/** A clock that runs so many times faster than the wall's, from the wall's time on. */
export function fastClock(factor: number): Clock {
  const start = Date.now()
  return {
    now: () => Math.round(start + (Date.now() - start) * factor),
    setTimer: (delayMs, run) => {
      const timer = setTimeout(run, delayMs / factor)
      return () => clearTimeout(timer)
    },
  }
}
