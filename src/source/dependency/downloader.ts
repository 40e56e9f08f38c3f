/** A chart archive that was fetched. */
export interface FetchedChart {
  readonly bytes: Uint8Array
  readonly version: string
  readonly url: string
}

/** What dependencies need from the network; repositories are URLs (`https://…`, `oci://…`), aliases resolved before. */
export interface Downloader {
  /** The archive of exactly this version, its digest checked. */
  fetchChart(repository: string, name: string, version: string): Promise<FetchedChart>
  /** All versions that the repository offers, in any order. */
  versions(repository: string, name: string): Promise<string[]>
}

/** Semantic versions as Masterminds has them; the rules are the caller's. */
export interface VersionRules {
  /** Does the version fit the constraint? Throws for a constraint that cannot be read. */
  readonly satisfies: (version: string, constraint: string) => boolean
  /** Newest first; texts that are no versions left out. */
  readonly sortVersions: (versions: readonly string[]) => string[]
  /** Can the text be read as a version? */
  readonly isVersion: (version: string) => boolean
}
