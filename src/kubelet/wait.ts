import { pause } from '#client'
import type { Clock } from '#kube'

/** Waits so long, or until the signal fires; never throws. */
export function wait(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  if (signal !== undefined) return pause(clock, delayMs, signal)
  return new Promise((resolve) => void clock.setTimer(delayMs, resolve))
}
