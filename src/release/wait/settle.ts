import { nameOf } from '../apply/place.ts'
import type { ReleaseEvent } from '../contract/event.ts'
import type { ObjectWorld } from '../contract/world.ts'
import type { Feed } from './feed.ts'
import type { Standing, Target, View } from './standing.ts'

/** A target and where it stands. */
export interface Judged {
  readonly target: Target
  readonly standing: Standing
}

/** How a wait ended; `rows` are what was seen last, empty when nothing was. */
export interface Ending {
  readonly how: 'done' | 'failed' | 'timeout' | 'interrupted'
  readonly rows: readonly Judged[]
}

/** What is waited for, and until when. */
export interface Settling {
  readonly targets: readonly Target[]
  readonly timeoutMs: number
  readonly judge: (target: Target, view: View) => Standing
  /** Default: what is current. */
  readonly isDone?: (standing: Standing) => boolean
}

/** Follows targets until all are done, one has failed, or the time is over; tells every change. Closes the feed. */
export async function settle(world: ObjectWorld, feed: Feed, settling: Settling): Promise<Ending> {
  const over = new AbortController()
  const cancel = world.clock.setTimer(settling.timeoutMs, () => over.abort())
  const signal = AbortSignal.any([over.signal, world.signal])
  const { targets, judge, isDone = ({ status }) => status === 'Current' } = settling
  const told = new Map<Target, string>()
  let rows: readonly Judged[] = []
  try {
    for (;;) {
      const view = await feed.next(signal)
      if (view === undefined) return { how: world.signal.aborted ? 'interrupted' : 'timeout', rows }
      rows = targets.map((target) => ({ target, standing: judge(target, view) }))
      for (const row of rows) tell(world, row, told)
      if (rows.some(({ standing }) => standing.status === 'Failed' && !isDone(standing))) return { how: 'failed', rows }
      if (rows.every(({ standing }) => isDone(standing))) return { how: 'done', rows }
    }
  } finally {
    cancel()
    over.abort()
    await feed.close()
  }
}

type WaitingState = Extract<ReleaseEvent, { type: 'waiting' }>['state']

const STATES: Readonly<Record<Standing['status'], WaitingState>> = {
  Current: 'ready',
  InProgress: 'in-progress',
  Failed: 'failed',
  Terminating: 'in-progress',
  NotFound: 'gone',
}

function tell(world: ObjectWorld, { target, standing }: Judged, told: Map<Target, string>): void {
  const text = `${standing.status} ${standing.message}`
  const known = told.get(target)
  if (known === text) return
  told.set(target, text)
  // what was never there is no news
  if (known === undefined && standing.status === 'NotFound') return
  const { status, message } = standing
  world.report({ type: 'waiting', object: nameOf(target.one), state: STATES[status], reason: message })
}
