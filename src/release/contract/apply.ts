import type { KubeObject } from '#kube'
import type { ApplyMethod } from './release.ts'

/** One object of a manifest. */
export interface ManifestObject {
  /** Its namespace is filled in when its kind has one. */
  readonly object: KubeObject
  /** The template it came from, as its `# Source:` line says. */
  readonly source: string
}

/** How objects are written. */
export interface WriteSettings {
  readonly method: ApplyMethod
  /** `--force-replace`: PUT, and delete and create where a field cannot change. */
  readonly isForcedReplace?: boolean
  /** `--force-conflicts`. */
  readonly isForcedConflicts?: boolean
  /** `--take-ownership`. */
  readonly takesOwnership?: boolean
  /** `--dry-run=server`. */
  readonly isDryRun?: boolean
  /** The release whose marks objects carry. */
  readonly owner: { readonly name: string; readonly namespace: string }
}

/** What came of writing. */
export interface Written {
  readonly created: readonly ManifestObject[]
  readonly updated: readonly ManifestObject[]
  readonly deleted: readonly ManifestObject[]
}
