import type { Clock } from '#kube'

/** How long pods that fail again and again wait for their removal, each place by its own. */
export interface Retries {
  /** How long a place still waits, in milliseconds; 0 when it need not. */
  waitMs(place: string): number
  /** One more failed there: the next wait is twice as long. */
  failed(place: string): void
}

const FIRST_MS = 1000
const LONGEST_MS = 15 * 60_000

/** Nothing has failed yet. Places that had no failure for long are forgotten. Source: client-go flowcontrol Backoff. */
export function createRetries(clock: Clock): Retries {
  const places = new Map<string, { readonly waitMs: number; readonly since: number }>()
  const isOver = (since: number): boolean => clock.now() - since > 2 * LONGEST_MS
  const forgetOld = (): void => {
    for (const [place, { since }] of places) {
      if (!isOver(since)) return
      places.delete(place)
    }
  }
  return {
    waitMs: (place) => {
      const known = places.get(place)
      return known === undefined ? 0 : Math.max(0, known.since + known.waitMs - clock.now())
    },
    failed: (place) => {
      forgetOld()
      const known = places.get(place)
      // Put in anew, so that the map stays in the order of time.
      places.delete(place)
      const waitMs = known === undefined ? FIRST_MS : Math.min(2 * known.waitMs, LONGEST_MS)
      places.set(place, { waitMs, since: clock.now() })
    },
  }
}
