import { StoreError } from './error.ts'
import type { Revision, Store } from './store.ts'

/** What time is taken from. */
export interface StoreClock {
  setTimer(ms: number, run: () => void): () => void
}

/** A store that several control planes share: one of them compacts at a time. */
export interface SharedStore extends Store {
  /** Asks for the turn to compact. Gives the revision that may be forgotten up to; undefined when another one has the turn. */
  takeCompactionTurn(): Promise<Revision | undefined>
}

/**
 * Bounds history by age: at every interval forgets what was already old at the interval before, so that at least one
 * interval's changes can be read. Measures time only by timers: a clock that is set forward or back changes nothing.
 */
export function startCompaction(store: Store | SharedStore, clock: StoreClock, intervalMs: number): () => void {
  const takeTurn = 'takeCompactionTurn' in store ? () => store.takeCompactionTurn() : turnsOf(store)
  let isStopped = false
  let cancel = () => {}
  const turn = async () => {
    try {
      const to = await takeTurn()
      if (to !== undefined && to > 0) await store.compact(to)
    } catch (error) {
      if (error instanceof StoreError && error.code === 'closed') return
    }
    if (!isStopped) cancel = clock.setTimer(intervalMs, () => void turn())
  }
  void turn()
  return () => {
    isStopped = true
    cancel()
  }
}

function turnsOf(store: Store): () => Promise<Revision | undefined> {
  let seen: Revision | undefined
  return async () => {
    const old = seen
    seen = await store.revision()
    return old
  }
}
