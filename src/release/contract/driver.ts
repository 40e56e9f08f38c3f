import type { Release } from './release.ts'

/** Which records to give; all that is named must fit. */
export interface RecordFilter {
  readonly name?: string
  readonly status?: string
  /** A label selector over system and user labels, as `helm list --selector` takes it. */
  readonly selector?: string
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
  /** The create is the lock: throws `record-exists` when the revision is there. */
  create(release: Release): Promise<void>
  update(release: Release): Promise<void>
  remove(releaseName: string, revision: number): Promise<void>
}
