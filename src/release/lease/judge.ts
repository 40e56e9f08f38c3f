import { type Client, pause } from '#client'
import { type Clock, StatusError, textAt } from '#kube'
import type { ReleaseEvent } from '../contract/event.ts'
import type { OwnProcess } from '../contract/world.ts'
import { ENDED, LEASE_MS, leaseName, leases, type OtherRun, readLease } from './lease-object.ts'

/** A lease that was silent for so long by the server's clock is dead: no second look is needed. */
const SURELY_DEAD_MS = 2 * LEASE_MS
const LOOK_MS = 1000

/** What is needed to judge a lease. */
export interface Bench {
  readonly client: Client
  readonly clock: Clock
  readonly namespace: string
  readonly process?: OwnProcess
  readonly signal: AbortSignal
  readonly report: (event: ReleaseEvent) => void
}

/**
 * Whether the run behind a lease lives. On this machine its process is looked for; elsewhere the server's clock tells how
 * old the lease is, and one that is young is watched until it is renewed or has run out. Two machines' clocks are never
 * compared. Gives the lease as it was seen last; undefined when it has gone.
 */
export async function judge(
  bench: Bench,
  name: string,
  first: OtherRun,
): Promise<{ readonly run: OtherRun; readonly isAlive: boolean } | undefined> {
  if (first.process === ENDED) return { run: first, isAlive: false }
  const known = first.process === '' ? undefined : bench.process?.isGone(first.process)
  if (known !== undefined) return { run: first, isAlive: !known }
  const { clock, signal } = bench
  if ((await ageMs(bench, first)) > SURELY_DEAD_MS) return { run: first, isAlive: false }
  const text = `release ${name} is held by ${first.holder}; looking for ${LEASE_MS / 1000} s whether that run is alive`
  bench.report({ type: 'warning', text })
  const untilMs = clock.now() + LEASE_MS
  while (clock.now() < untilMs && !signal.aborted) {
    await pause(clock, Math.min(LOOK_MS, untilMs - clock.now()), signal)
    const now = await look(bench, name)
    if (now === undefined) return undefined
    if (now.resourceVersion !== first.resourceVersion) return { run: now, isAlive: true }
  }
  return { run: first, isAlive: signal.aborted }
}

/** How old the lease is by the server's clock, which a write that is only tried tells; 0 where it cannot be known. */
async function ageMs({ client, namespace }: Bench, { writtenMs }: OtherRun): Promise<number> {
  if (writtenMs === undefined) return 0
  const probe = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'berth-clock', namespace } }
  try {
    const tried = await client.create(leases, probe, { dryRun: true })
    return Date.parse(textAt(tried, 'metadata', 'creationTimestamp')) - writtenMs || 0
  } catch {
    return 0
  }
}

/** The lease as it is now; undefined when there is none. Throws StatusError. */
export async function look({ client, namespace }: Bench, name: string): Promise<OtherRun | undefined> {
  try {
    return readLease(await client.get(leases, { namespace, name: leaseName(name) }))
  } catch (error) {
    if (error instanceof StatusError && error.status.code === 404) return undefined
    throw error
  }
}
