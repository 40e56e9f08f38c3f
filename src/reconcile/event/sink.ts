import { pause } from '#client'
import { type Clock, StatusError } from '#kube'

/** Takes writes off who has no time to wait for them. */
export interface Sink {
  /** Does the write when its turn comes, after those of the same object; dropped when too many wait already. */
  add(object: string, write: () => Promise<unknown>): void
}

/** With what a sink works. */
export interface SinkOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
}

const MAX_WAITING = 1000
const LANES = 4
const MAX_TRIES = 12
const RETRY_MS = 10_000

/** Writes that follow one another. */
interface Lane {
  queue: (() => Promise<unknown>)[]
  isRunning: boolean
}

/**
 * Four writes at once, a thousand that wait; what comes beyond is dropped. A server that says no is believed; one that says
 * nothing is asked again twelve times. Source: client-go tools/record.
 */
export function createSink(options: SinkOptions): Sink {
  const lanes: Lane[] = Array.from({ length: LANES }, () => ({ queue: [], isRunning: false }))
  let waiting = 0
  const run = async (lane: Lane): Promise<void> => {
    while (lane.queue.length > 0 && !options.signal.aborted) {
      const batch = lane.queue
      lane.queue = []
      for (const write of batch) {
        waiting--
        await attempt(write, options)
      }
    }
    lane.isRunning = false
  }
  return {
    add: (object, write) => {
      const lane = lanes[laneOf(object)]
      if (lane === undefined || waiting >= MAX_WAITING || options.signal.aborted) return
      lane.queue.push(write)
      waiting++
      if (lane.isRunning) return
      lane.isRunning = true
      void run(lane)
    },
  }
}

/** The same object has the same lane. */
function laneOf(object: string): number {
  let sum = 0
  for (let at = 0; at < object.length; at++) sum = (sum * 31 + object.charCodeAt(at)) % 65_521
  return sum % LANES
}

async function attempt(write: () => Promise<unknown>, { clock, signal }: SinkOptions): Promise<void> {
  for (let tries = 1; tries <= MAX_TRIES && !signal.aborted; tries++) {
    try {
      await write()
      return
    } catch (error) {
      if (error instanceof StatusError) return
      await pause(clock, RETRY_MS, signal)
    }
  }
}
