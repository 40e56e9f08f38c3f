import type { KubeObject } from '#kube'
import type { Compat } from '#render'
import type { FieldPolicy } from './field-policy.ts'
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
  /** Rules for fields that others own: `settleConflicts` and `leaveFields` of ownership/resolve.ts go by them. */
  readonly fieldPolicy?: FieldPolicy
  /** The objects were written by client-side patches last: what the field manager `helm` owns so is moved to its applies. */
  readonly movesFromClientSide?: boolean
  /** The release whose marks objects carry, and as which Helm. Absent for hooks and CRDs, which carry none. */
  readonly owner?: { readonly name: string; readonly namespace: string; readonly compat?: Compat | undefined }
}

/** What came of writing. */
export interface Written {
  readonly created: readonly ManifestObject[]
  readonly updated: readonly ManifestObject[]
  readonly deleted: readonly ManifestObject[]
}
