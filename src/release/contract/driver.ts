import type { Release, ReleaseInfo } from './release.ts'

/** Which records to give; all that is named must fit. */
export interface RecordFilter {
  readonly name?: string
  readonly status?: string
  /** A label selector over system and user labels, as `helm list --selector` takes it. */
  readonly selector?: string
}

/** Which records lists show. */
export interface SummaryFilter {
  readonly name?: string
  /** Only the revision that counts. */
  readonly isNewest?: boolean
}

/** What lists show of one revision. */
export interface ReleaseSummary {
  readonly name: string
  readonly namespace: string
  readonly version: number
  readonly info: ReleaseInfo
  /** Undefined where the record has no chart. */
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string } | undefined
  /** All labels of the record's object: the system's and the user's. */
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Keeps records as Helm keeps them. One value holds for one namespace; the empty one reads all (`--all-namespaces`).
 * Throws `ReleaseError` `record-exists`, `record-missing`, `record-broken`, and what the client throws.
 */
export interface ReleaseDriver {
  /** Helm's name of the kind of store, as `HELM_DRIVER` has it. */
  readonly name: 'secret' | 'configmap' | 'memory' | 'sql'
  get(releaseName: string, revision: number): Promise<Release>
  /** Records that fit, in no order. Records that cannot be read are left out and told through `onBroken`. */
  list(filter?: RecordFilter): Promise<readonly Release[]>
  /**
   * As `list`, but only what lists show, and in a fraction of its time. With `isNewest` of each release only the revision
   * that counts: the highest of all that can be read.
   */
  summaries(filter?: SummaryFilter): Promise<readonly ReleaseSummary[]>
  /** Ends connections; a store that has none does without. */
  close?(): Promise<void>
  /** The create is the lock: throws `record-exists` when the revision is there. */
  create(release: Release): Promise<void>
  update(release: Release): Promise<void>
  remove(releaseName: string, revision: number): Promise<void>
}
