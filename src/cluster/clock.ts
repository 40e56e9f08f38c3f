import type { Clock } from '#kube'

/** The longest time that a timer of the runtime can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** The real time. Timers do not keep the process alive. */
export const realClock: Clock = {
  now: Date.now,
  setTimer: (delayMs, run) => {
    const timer = setTimeout(run, Math.min(Math.max(0, delayMs), MAX_TIMER_MS))
    timer.unref()
    return () => clearTimeout(timer)
  },
}
