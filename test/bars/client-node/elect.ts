import { codeOf, pauseMs, type Session, same } from './session.ts'

const place = { namespace: 'default', name: 'leader' }
const DURATION_MS = 1500
const RENEW_MS = 200

/** One of those who want to lead, by the rules of client-go: renew while leading, take over what is not renewed. */
interface Candidate {
  readonly name: string
  isUp: boolean
  leads: boolean
}

/** Two candidates for one lease: one leads at any time; when it falls silent the other takes over; who comes late with an old version is refused. */
export async function elects(session: Session): Promise<void> {
  const pair = ['one', 'two'].map((name): Candidate => ({ name, isUp: true, leads: false }))
  const [one, two] = pair as [Candidate, Candidate]
  const runs = pair.map((candidate) => run(session, candidate))
  await pauseMs(1000)
  const leader = one.leads ? one : two
  const other = one.leads ? two : one
  same('leaders', [leader.leads, other.leads], [true, false])
  same('holder', await holder(session), leader.name)
  const stale = await session.leases.readNamespacedLease(place)
  leader.isUp = false
  await pauseMs(2 * DURATION_MS + 1000)
  same('leaders', [leader.leads, other.leads], [false, true])
  same('holder', await holder(session), other.name)
  same('a late write', await codeOf(session.leases.replaceNamespacedLease({ ...place, body: stale })), 409)
  const after = (await session.leases.readNamespacedLease(place))['spec'] as Record<string, unknown>
  same('transitions', after['leaseTransitions'], 1)
  other.isUp = false
  await Promise.all(runs)
}

async function run(session: Session, candidate: Candidate): Promise<void> {
  let seen = { version: '', atMs: 0 }
  while (candidate.isUp) {
    const lease = await session.leases.readNamespacedLease(place).catch(() => undefined)
    const version = lease?.metadata.resourceVersion ?? ''
    if (version !== seen.version) seen = { version, atMs: Date.now() }
    const spec = (lease?.['spec'] ?? {}) as Record<string, unknown>
    const isMine = spec['holderIdentity'] === candidate.name
    if (isMine || lease === undefined || Date.now() - seen.atMs > DURATION_MS)
      candidate.leads = await take(session, candidate, lease)
    else candidate.leads = false
    await pauseMs(RENEW_MS)
  }
  candidate.leads = false
}

async function take(
  { leases }: Session,
  { name }: Candidate,
  lease: Record<string, unknown> | undefined,
): Promise<boolean> {
  const before = (lease?.['spec'] ?? {}) as Record<string, unknown>
  const isNew = lease !== undefined && before['holderIdentity'] !== name
  const spec = {
    holderIdentity: name,
    leaseDurationSeconds: 2,
    leaseTransitions: Number(before['leaseTransitions'] ?? 0) + (isNew ? 1 : 0),
  }
  const body = { ...lease, ...(lease === undefined && { metadata: { name: place.name } }), spec }
  const call =
    lease === undefined
      ? leases.createNamespacedLease({ namespace: place.namespace, body })
      : leases.replaceNamespacedLease({ ...place, body })
  const code = await codeOf(call)
  if (code !== undefined && code !== 409) throw new Error(`lease: code ${code}`)
  return code === undefined
}

async function holder({ leases }: Session): Promise<unknown> {
  return ((await leases.readNamespacedLease(place))['spec'] as Record<string, unknown>)['holderIdentity']
}
