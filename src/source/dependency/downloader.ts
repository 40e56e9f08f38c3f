import type { ConstraintRules } from '#repo'

/** What dependencies need from the network. Repositories are URLs here, aliases resolved before. */
export type { Downloader, FetchedChart } from '#repo'

/** Semantic versions as Masterminds has them; the rules are the caller's. */
export interface VersionRules extends ConstraintRules {
  /** Newest first; texts that are no versions left out. */
  readonly sortVersions: (versions: readonly string[]) => string[]
  /** Can the text be read as a version? */
  readonly isVersion: (version: string) => boolean
}
