import type { Clock } from '#kube'

/** Waits so long, or until the signal fires; never throws. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const finish = (): void => {
      cancel()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const cancel = clock.setTimer(delayMs, finish)
    signal.addEventListener('abort', finish, { once: true })
  })
}
