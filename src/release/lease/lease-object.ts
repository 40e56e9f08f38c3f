import type { ResourceType } from '#client'
import { isMap, type JsonObject, type KubeObject, microTimeText, textAt, valueAt } from '#kube'
import { type Interruption, type Journal, journalText, readJournal } from '../journal/journal.ts'

/** How long a lease holds without a sign of life. */
export const LEASE_MS = 15_000

/** The endpoint of leases. */
export const leases: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  resource: 'leases',
  kind: 'Lease',
  isNamespaced: true,
}

/** What a lease names as its process whose run has ended without settling what it took over. */
export const ENDED = 'ended'

const JOURNAL = 'berth.dev/journal'
const PROCESS = 'berth.dev/process'

/** What a lease says. */
export interface Claim {
  readonly name: string
  readonly namespace: string
  readonly holder: string
  /** `OwnProcess.id`; empty when the holder has none. */
  readonly process: string
  readonly sinceMs: number
  readonly renewedMs: number
  readonly journal: Journal
}

/** The name of a release's lease: no release name is longer than 53 letters. */
export function leaseName(releaseName: string): string {
  return `berth-release-${releaseName}`
}

/** The lease as an object; `resourceVersion` makes a write fail when somebody else wrote since. */
export function leaseObject(claim: Claim, resourceVersion?: string): KubeObject {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: leaseName(claim.name),
      namespace: claim.namespace,
      labels: { 'app.kubernetes.io/managed-by': 'berth', 'berth.dev/release': claim.name },
      annotations: { [JOURNAL]: journalText(claim.journal), ...(claim.process !== '' && { [PROCESS]: claim.process }) },
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    spec: {
      holderIdentity: claim.holder,
      leaseDurationSeconds: LEASE_MS / 1000,
      acquireTime: microTimeText(claim.sinceMs),
      renewTime: microTimeText(claim.renewedMs),
    },
  }
}

/** Another run, as its lease tells it. */
export interface OtherRun extends Interruption {
  readonly process: string
  readonly resourceVersion: string
  /** When it was written last, by the server's clock; undefined where the server does not tell. */
  readonly writtenMs: number | undefined
}

/** Reads a lease that somebody else wrote. */
export function readLease(lease: KubeObject): OtherRun {
  const spec = valueAt(lease, 'spec')
  const told: JsonObject = isMap(spec) ? spec : {}
  const annotation = (key: string): string => textAt(lease, 'metadata', 'annotations', key)
  return {
    holder: textAt(told, 'holderIdentity') || 'somebody',
    seen: textAt(told, 'renewTime') || textAt(told, 'acquireTime'),
    journal: readJournal(annotation(JOURNAL)),
    process: annotation(PROCESS),
    resourceVersion: textAt(lease, 'metadata', 'resourceVersion'),
    writtenMs: writtenMs(lease),
  }
}

/** The server notes with each writer of fields when it wrote. */
function writtenMs({ metadata }: KubeObject): number | undefined {
  const writers = metadata['managedFields']
  const times = (Array.isArray(writers) ? writers : []).map((writer) => Date.parse(textAt(writer, 'time')))
  const known = times.filter((time) => !Number.isNaN(time))
  return known.length === 0 ? undefined : Math.max(...known)
}
