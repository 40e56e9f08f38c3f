import { type Client, pause } from '#client'
import { type Clock, type KubeObject, valueAt } from '#kube'
import { isFree, isHeldBy, type LeaseClaim, type Observed, readLease, releaseLease, writeLease } from './lease.ts'

/** How one of several becomes the leader. Durations as in client-go: 15 s, 10 s, 2 s. */
export interface ElectionOptions {
  readonly client: Client
  readonly clock: Clock
  readonly random: () => number
  readonly claim: LeaseClaim
  /** The leader gives up when it could not renew for so long. */
  readonly renewWithinMs: number
  readonly retryMs: number
  /** Called each time we become the leader; its signal fires when we are no longer. */
  readonly lead: (signal: AbortSignal) => Promise<void>
  readonly onError?: (error: unknown) => void
}

/**
 * Runs for the lease until the signal fires, leads while it is held, and gives it back at the end. Never throws: what `lead`
 * throws is told.
 */
export async function elect(options: ElectionOptions, signal: AbortSignal): Promise<void> {
  const race: Race = { ...options, observed: undefined }
  while (!signal.aborted) {
    if (await acquire(race)) await leadOnce(race, signal)
    else await pause(options.clock, options.retryMs * (1 + options.random()), signal)
  }
}

interface Race extends ElectionOptions {
  observed: Observed | undefined
}

/** One try. True when the lease is ours. */
async function acquire(race: Race): Promise<boolean> {
  const { client, clock, claim } = race
  try {
    const present = await readLease(client, claim)
    if (present !== undefined) {
      observe(race, present)
      if (race.observed !== undefined && !isFree(race.observed, claim, clock.now())) return false
    }
    observe(race, await writeLease(client, claim, present, clock.now()))
    return true
  } catch (error) {
    race.onError?.(error)
    return false
  }
}

/** Time is counted from when we saw a change: clocks of machines differ. */
function observe(race: Race, lease: KubeObject): void {
  const isSame = valueAt(race.observed?.lease, 'metadata', 'resourceVersion') === lease.metadata['resourceVersion']
  if (!isSame) race.observed = { lease, seenAt: race.clock.now() }
}

async function leadOnce(race: Race, signal: AbortSignal): Promise<void> {
  const term = new AbortController()
  const both = AbortSignal.any([signal, term.signal])
  const tell = (error: unknown): void => race.onError?.(error)
  const leading = race.lead(both).catch(tell)
  await renew(race, signal)
  term.abort()
  await leading
  const lease = race.observed?.lease
  // by now it may be another's
  if (!signal.aborted || lease === undefined || !isHeldBy(lease, race.claim)) return
  await releaseLease(race.client, lease, race.clock.now()).catch(tell)
}

/** Returns when the lease is lost or the signal fires. */
async function renew(race: Race, signal: AbortSignal): Promise<void> {
  let renewedAt = race.clock.now()
  while (!signal.aborted) {
    await pause(race.clock, race.retryMs, signal)
    if (signal.aborted) return
    const leftMs = race.renewWithinMs - (race.clock.now() - renewedAt)
    if (await within(race.clock, leftMs, acquire(race))) renewedAt = race.clock.now()
    else if (race.clock.now() - renewedAt >= race.renewWithinMs) return
  }
}

/** What a try gives; false when nobody answers in time: others take the lease meanwhile. */
async function within(clock: Clock, delayMs: number, work: Promise<boolean>): Promise<boolean> {
  const over = new AbortController()
  try {
    return await Promise.race([work, pause(clock, delayMs, over.signal).then(() => false)])
  } finally {
    over.abort()
  }
}
