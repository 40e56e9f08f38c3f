import type { HelmEnvironment } from './environment.ts'
import type { HttpOptions } from './http-options.ts'
import type { IndexFile, IndexWarning } from './index-file.ts'
import type { ConstraintRules } from './index-find.ts'
import type { Verification } from './provenance.ts'

/** Everything a download may need beside the reference; the flags of `helm pull`. */
export interface DownloadOptions extends HttpOptions, ConstraintRules {
  readonly environment: HelmEnvironment
  /** Tells which signing keys are out of date. */
  readonly now: Date
  /** A version or constraint; empty for the newest stable one. */
  readonly version?: string
  /** Pre-releases too, when `version` is empty. */
  readonly devel?: boolean
  /** `--repo`: the URL of a repository that is not configured. */
  readonly repoUrl?: string
  /** The index of `repoUrl`, when the caller has it already. */
  readonly index?: IndexFile
  readonly username?: string
  readonly password?: string
  readonly passCredentialsAll?: boolean
  readonly plainHttp?: boolean
  /** `always` fails without a valid provenance file; `later` fetches it without a look (`--prov`). */
  readonly verify?: 'never' | 'always' | 'later'
  /** A binary keyring; `pubring.gpg` of GnuPG unless told. */
  readonly keyring?: string
  /** False leaves the content cache of Helm 4 alone. */
  readonly usesCache?: boolean
  readonly warn?: (warning: IndexWarning) => void
}

/** A chart and what came with it. */
export interface Downloaded {
  readonly archive: Uint8Array
  /** What Helm names the archive. */
  readonly fileName: string
  /** The version that was chosen; empty when a plain URL or digest was fetched. */
  readonly version: string
  readonly url: string
  readonly provenance?: Uint8Array
  readonly verification?: Verification
  /** What Helm prints on the way (`Pulled: …`). */
  readonly printed: readonly string[]
  /** Such as a provenance file that was wished for and is not there. */
  readonly warnings: readonly string[]
}

/** The version to look for: what was asked, or any pre-release with `devel`. */
export function wantedVersion({ version = '', devel = false }: DownloadOptions): string {
  return version === '' && devel ? '>0.0.0-0' : version
}
