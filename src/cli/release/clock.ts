import type { Clock } from '#kube'
import type { Session } from '../frame/session.ts'

/** The longest time that a timer of the runtime can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** The session's time with the runtime's timers; what waits for one keeps the program alive. */
export function sessionClock({ now }: Session): Clock {
  return {
    now,
    setTimer: (delayMs, run) => {
      const timer = setTimeout(run, Math.min(Math.max(0, delayMs), MAX_TIMER_MS))
      return () => clearTimeout(timer)
    },
  }
}
