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

/** Which state of which lease a write goes by. */
export interface LeaseVersion {
  readonly uid: string
  readonly resourceVersion: string
}

/** The state that an object is in. */
export function versionOf({ metadata }: KubeObject): LeaseVersion {
  return { uid: textAt(metadata, 'uid'), resourceVersion: textAt(metadata, 'resourceVersion') }
}

/**
 * The lease as an object; with a version a write fails when somebody else wrote since. Without its uid a lease that is gone
 * would be made anew by an update.
 */
export function leaseObject(claim: Claim, version?: LeaseVersion): KubeObject {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: leaseName(claim.name),
      namespace: claim.namespace,
      labels: { 'app.kubernetes.io/managed-by': 'berth', 'berth.dev/release': claim.name },
      annotations: { [JOURNAL]: journalText(claim.journal), ...(claim.process !== '' && { [PROCESS]: claim.process }) },
      ...version,
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
export interface OtherRun extends Interruption, LeaseVersion {
  readonly process: string
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
    ...versionOf(lease),
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
