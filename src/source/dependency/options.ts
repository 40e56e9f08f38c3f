import type { LoadOptions } from '../load/options.ts'
import type { Downloader, VersionRules } from './downloader.ts'

/** What updating and building dependencies need from outside. */
export interface DependencyOptions extends LoadOptions {
  readonly downloader: Downloader
  readonly versions: VersionRules
  /** The URL of a configured repository by its name (`@name`, `alias:name`); undefined when there is none. */
  readonly repositoryUrl: (name: string) => string | undefined
  /** Is a repository of this URL configured? Building from a lock file requires it; default: all are accepted. */
  readonly isConfigured?: (url: string) => boolean
  /** The time for `generated` in the lock file, and for files without a time, in milliseconds since 1970. */
  readonly nowMs: number
  /** Called with each line that Helm prints on standard output. */
  readonly onOutput?: (line: string) => void
}
