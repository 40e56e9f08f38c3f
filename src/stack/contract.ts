import type { SprigEnvironment } from '#template'
import type { YamlMap } from '#yaml'

/** Values of one origin. */
export interface StackValues {
  /** The file, or what stands for it: `stack.yaml (values of web)`. */
  readonly file: string
  readonly values: YamlMap
  /** They were decrypted. */
  readonly isSecret: boolean
}

/** One `--set…` expression. */
export interface StackSet {
  readonly kind: 'set' | 'set-string' | 'set-file' | 'set-json'
  readonly expression: string
}

/** A chart repository that the stack names. */
export interface StackRepository {
  readonly name: string
  readonly url: string
  readonly isOci: boolean
  /** Flags of `upgrade` that reach it: `username`, `ca-file`. */
  readonly flags: readonly StackFlag[]
}

/** A flag of `upgrade`, by its name; a boolean one stands for itself. */
export type StackFlag = readonly [name: string, value: string | boolean]

/** One release of a stack, everything about it decided. */
export interface StackRelease {
  /** `[CONTEXT/]NAMESPACE/NAME`, the namespace empty where the stack names none. */
  readonly id: string
  readonly name: string
  /** Empty: the command's own. */
  readonly namespace: string
  /** Context of the kubeconfig; empty: the command's own. */
  readonly context: string
  /** What `upgrade` takes: a chart, an overlay, manifests. Local paths are absolute. */
  readonly source: string
  readonly version: string
  readonly repository: StackRepository | undefined
  readonly labels: Readonly<Record<string, string>>
  /** False: it shall not be there. */
  readonly isWanted: boolean
  /** False: its condition does not hold; nothing is done about it. */
  readonly isEnabled: boolean
  /** Ids of the releases that come first. */
  readonly needs: readonly string[]
  /** Releases of a lower stage come first; one stage a file that is read in order. */
  readonly stage: number
  /** Lowest precedence first. */
  readonly values: readonly StackValues[]
  readonly sets: readonly StackSet[]
  /** As `--values-from` takes them. */
  readonly valuesFrom: readonly string[]
  readonly flags: readonly StackFlag[]
  /** Which format says so: in ours a release that others need is waited for. */
  readonly format: 'own' | 'helmfile'
  /** The file it stands in. */
  readonly file: string
}

/** A stack that was read. */
export interface Stack {
  readonly file: string
  readonly environment: string
  readonly releases: readonly StackRelease[]
  readonly warnings: readonly string[]
}

/** What reading a stack takes from outside. Paths are absolute. */
export interface StackWorld {
  /** Undefined when there is no such file. Throws when it cannot be read. */
  readText(path: string): string | undefined
  isFolder(path: string): boolean
  /** Names in a folder, in order; none when it is not there. */
  list(path: string): readonly string[]
  variable(name: string): string | undefined
  /** Clock, randomness and zone of template functions. */
  readonly sprig: SprigEnvironment
  /** The values of a text that is encrypted; undefined when it is not. */
  decrypt(text: string, file: string): Promise<YamlMap | undefined>
}

/** How a stack is read. */
export interface StackOptions {
  readonly environment: string
  /** Values above all others that the stack's templates see. */
  readonly overrides: YamlMap
  /** `-n`: the namespace of every release, whatever the file says. */
  readonly namespace?: string
}
