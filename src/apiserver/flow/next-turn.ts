import { setImmediate } from 'node:timers'

/** Resolves in the next turn of the event loop: long work that waits for it now and then lets other requests go between. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
