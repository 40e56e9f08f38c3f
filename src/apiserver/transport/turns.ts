import { nextTick } from 'node:process'
import { setImmediate } from 'node:timers'
import type { Clock } from '#kube'

/** For so long requests begin in one turn of the event loop; those that come later begin in the next. */
const TURN_MS = 2

/** Keeps the turns of the event loop short, however many requests arrive in one of them. */
export interface Turns {
  /** Resolves when a request of the connection may begin; undefined: at once. */
  begin(connection: object): Promise<void> | undefined
}

/**
 * Whoever sends one request waits for the turn that runs, not for all that others have sent before: requests that wait
 * begin one of each connection after the other.
 */
export function createTurns(clock: Pick<Clock, 'now'>): Turns {
  const lanes = new Map<object, (() => void)[]>()
  let isRunning = false
  let endMs = 0
  const start = (): void => {
    isRunning = true
    endMs = clock.now() + TURN_MS
    setImmediate(() => {
      isRunning = false
      if (lanes.size === 0) return
      start()
      release()
    })
  }
  const release = (): void => {
    const [lane] = lanes
    if (lane === undefined || clock.now() >= endMs) return
    const [connection, waiting] = lane
    const begin = waiting.shift()
    lanes.delete(connection)
    if (waiting.length > 0) lanes.set(connection, waiting)
    begin?.()
    // once it has done all that it can do without waiting
    queueMicrotask(() => nextTick(release))
  }
  return {
    begin: (connection) => {
      if (!isRunning) start()
      if (lanes.size === 0 && clock.now() < endMs) return undefined
      const waiting = lanes.get(connection) ?? []
      lanes.set(connection, waiting)
      return new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
