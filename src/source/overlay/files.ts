/** A git repository to have on disk: what `git fetch` is given, and how long it may take. */
export interface RepositoryRequest {
  /** The address without path and query: `https://github.com/org/repo`. */
  readonly url: string
  /** Branch, tag or commit; empty for the default branch. */
  readonly ref: string
  readonly timeoutMs: number
  readonly submodules: boolean
}

/** A path with its links followed. */
export interface ResolvedPath {
  /** The real path of the folder, or of the file's folder. */
  readonly folder: string
  /** The file's name in it; empty where the path is a folder. */
  readonly file: string
}

/** What a build needs from the outside, all of it local. Paths are absolute. Every method throws `SourceError` with Go's text. */
export interface OverlayFiles {
  /** The absolute form of a path, `.` and `..` taken out. */
  absolute(path: string): string
  /** Follows links. Throws `not-found`, `io` or `bad-link`. */
  resolve(path: string): ResolvedPath
  /** True where there is something at the path, be it only a broken link. */
  has(path: string): boolean
  /** Names of what is in a folder, for messages; none where it cannot be read. */
  names?(folder: string): readonly string[]
  /** A file's bytes. Throws `not-found` or `io`. */
  read(path: string): Uint8Array
  /** Real path of the folder that holds a repository's files; undefined where it has not been fetched yet. Throws what stopped the fetch. */
  repository(request: RepositoryRequest): string | undefined
  /** What an address holds; undefined where it has not been fetched yet. Throws what stopped the download. */
  download(url: string): Uint8Array | undefined
}

/** What is not there yet and shall be fetched. */
export interface RemoteNeeds {
  readonly repositories: readonly RepositoryRequest[]
  readonly downloads: readonly string[]
}
