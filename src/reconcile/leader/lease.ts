import type { Client, ResourceType } from '#client'
import { type KubeObject, microTimeText, StatusError, valueAt } from '#kube'

/** `coordination.k8s.io/v1` Lease. */
export const leaseType: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  resource: 'leases',
  kind: 'Lease',
  isNamespaced: true,
}

/** Where a lease is and who asks for it. */
export interface LeaseClaim {
  readonly namespace: string
  readonly name: string
  readonly identity: string
  readonly durationMs: number
}

/** Who held a lease when it was last read, and since when by our own clock nothing changed. */
export interface Observed {
  readonly lease: KubeObject
  readonly seenAt: number
}

/** True when we hold the lease: ours already, free, or its holder has not renewed it for its whole duration. */
export function isFree({ lease, seenAt }: Observed, { identity }: LeaseClaim, now: number): boolean {
  const holder = valueAt(lease, 'spec', 'holderIdentity')
  const seconds = Number(valueAt(lease, 'spec', 'leaseDurationSeconds') ?? 0)
  return (
    holder === identity || holder === undefined || holder === null || holder === '' || seenAt + seconds * 1000 < now
  )
}

/** Whether a lease names us as its holder. */
export function isHeldBy(lease: KubeObject, { identity }: LeaseClaim): boolean {
  return valueAt(lease, 'spec', 'holderIdentity') === identity
}

/** Reads the lease; undefined when there is none. */
export async function readLease(client: Client, { namespace, name }: LeaseClaim): Promise<KubeObject | undefined> {
  try {
    return await client.get(leaseType, { namespace, name })
  } catch (error) {
    if (error instanceof StatusError && error.code === 'NotFound') return undefined
    throw error
  }
}

/** Writes the lease as ours; throws StatusError `Conflict` or `AlreadyExists` when somebody was faster. */
export async function writeLease(
  client: Client,
  claim: LeaseClaim,
  present: KubeObject | undefined,
  now: number,
): Promise<KubeObject> {
  const spec = specOf(claim, present, now)
  const { namespace, name } = claim
  const apiVersion = 'coordination.k8s.io/v1'
  if (present === undefined) {
    return client.create(leaseType, { apiVersion, kind: 'Lease', metadata: { name, namespace }, spec })
  }
  return client.update(leaseType, { ...present, spec: { ...(present['spec'] as object), ...spec } })
}

/** Gives the lease back, so that the next one need not wait. */
export async function releaseLease(client: Client, lease: KubeObject, now: number): Promise<void> {
  const spec = {
    ...(lease['spec'] as object),
    holderIdentity: '',
    leaseDurationSeconds: 1,
    renewTime: microTimeText(now),
  }
  await client.update(leaseType, { ...lease, spec })
}

function specOf(
  { identity, durationMs }: LeaseClaim,
  present: KubeObject | undefined,
  now: number,
): Record<string, string | number> {
  const old = valueAt(present, 'spec', 'holderIdentity')
  const transitions = Number(valueAt(present, 'spec', 'leaseTransitions') ?? 0)
  const acquired = valueAt(present, 'spec', 'acquireTime')
  const isOurs = old === identity
  return {
    holderIdentity: identity,
    leaseDurationSeconds: Math.round(durationMs / 1000),
    acquireTime: isOurs && typeof acquired === 'string' ? acquired : microTimeText(now),
    renewTime: microTimeText(now),
    leaseTransitions: present === undefined || isOurs ? transitions : transitions + 1,
  }
}
