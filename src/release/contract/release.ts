import type { JsonObject } from '#kube'

/** Where a release stands; Helm's words. */
export type ReleaseStatus =
  | 'unknown'
  | 'deployed'
  | 'uninstalled'
  | 'superseded'
  | 'failed'
  | 'uninstalling'
  | 'pending-install'
  | 'pending-upgrade'
  | 'pending-rollback'

/** How its objects were written last: by three-way patches of the client, or by server-side apply. */
export type ApplyMethod = 'csa' | 'ssa'

/** What came of the last run of a hook. */
export interface HookRun {
  readonly started_at: string
  readonly completed_at: string
  readonly phase: 'Unknown' | 'Running' | 'Succeeded' | 'Failed' | ''
}

/** A hook as the record keeps it. */
export interface ReleaseHook {
  readonly name: string
  readonly kind: string
  /** Path of the template. */
  readonly path: string
  readonly manifest: string
  readonly events: readonly string[]
  readonly last_run: HookRun
  readonly weight?: number
  readonly delete_policies?: readonly string[]
  readonly output_log_policies?: readonly string[]
}

/** What the record says of itself. Times are RFC 3339 texts with the writer's zone; empty for "never". */
export interface ReleaseInfo {
  readonly first_deployed: string
  readonly last_deployed: string
  readonly deleted: string
  readonly description?: string
  readonly status: ReleaseStatus
  readonly notes?: string
}

/**
 * One revision of a release, field by field as Helm's JSON has it (helm.sh/helm/v4 pkg/release/v1/release.go), so that
 * what is read and written again loses nothing.
 */
export interface Release {
  readonly name: string
  readonly namespace: string
  /** The revision, from 1. */
  readonly version: number
  readonly info: ReleaseInfo
  /** Helm's chart: metadata, lock, templates, values, schema, files (data in base64). */
  readonly chart: JsonObject
  /** The user's values. */
  readonly config?: JsonObject
  /** The objects as text: documents with `# Source:` lines, no hooks. */
  readonly manifest: string
  readonly hooks: readonly ReleaseHook[]
  /** What helm 3 does not write. */
  readonly apply_method?: ApplyMethod
  /** The user's labels; kept on the record's object, not in its body. */
  readonly labels: Readonly<Record<string, string>>
}
