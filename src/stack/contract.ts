import type { SprigEnvironment } from '#template'
import type { Position, YamlMap } from '#yaml'

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
  /** The file above chose it: selectors of the command line do not apply. */
  readonly isChosen: boolean
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
  /** Words of `upgrade` that the file gives as they are, above all flags. */
  readonly words: readonly string[]
  /** How it is uninstalled. */
  readonly removal: StackRemoval
  /** What is done to what it renders; undefined where nothing is. */
  readonly patches: StackPatches | undefined
  /** Charts that its chart gets as subcharts besides its own. */
  readonly subcharts: readonly StackSubchart[]
  /** Programs beside it, in the order of the file. */
  readonly hooks: readonly StackHook[]
  /** Which format says so: in ours a release that others need is waited for. */
  readonly format: 'own' | 'helmfile'
  /** The file it stands in. */
  readonly file: string
  /** Its place there; undefined where templates make the file. */
  readonly position: Position | undefined
}

/** Settings of an uninstallation; undefined where the file says nothing. */
export interface StackRemoval {
  readonly waits: boolean | undefined
  readonly timeoutSeconds: number | undefined
  readonly cascade: string | undefined
}

/** Changes to rendered objects, in the order in which they are made: namespace, JSON and strategic patches, transformers. */
export interface StackPatches {
  /** Of objects that have none; empty: as they are. */
  readonly namespace: string
  /** Texts of YAML: `{target, patch | path}`. */
  readonly json: readonly string[]
  readonly strategic: readonly string[]
  /** Texts of kustomize transformers. */
  readonly transformers: readonly string[]
  /** Paths in them start here. */
  readonly folder: string
}

/** A chart that goes below another. */
export interface StackSubchart {
  /** As `upgrade` takes it; local paths are absolute. */
  readonly source: string
  readonly version: string
  readonly alias: string
  readonly repository: StackRepository | undefined
}

/** What a hook is run for. */
export interface HookEvent {
  /** `presync`. */
  readonly name: string
  /** What the user does: `apply`. */
  readonly command: string
  /** What failed; undefined where nothing has. */
  readonly error: string | undefined
}

/** A program and its words. */
export interface HookCommand {
  readonly program: string
  readonly args: readonly string[]
  /** Where it runs. */
  readonly folder: string
}

/** A program that the file wants to be run at some events. */
export interface StackHook {
  readonly name: string
  readonly events: readonly string[]
  /** What it prints is shown. */
  readonly showsOutput: boolean
  /** What is run at an event. Throws StackError `template`. */
  commandAt(event: HookEvent): HookCommand
}

/** A file of a stack: its releases are those of its stage. */
export interface StackPart {
  readonly file: string
  readonly stage: number
  /** Hooks of the file, for `prepare` and `cleanup`. */
  readonly hooks: readonly StackHook[]
}

/** A stack that was read. */
export interface Stack {
  readonly file: string
  readonly environment: string
  /** All that are declared; values, sets and patches only of those that are chosen. */
  readonly releases: readonly StackRelease[]
  /** Those that the selectors choose and whose conditions hold, whole, in the order of their needs. */
  readonly chosen: readonly StackRelease[]
  /** The files that were read, nested ones first. */
  readonly parts: readonly StackPart[]
  readonly warnings: readonly string[]
}

/** A program that a template runs. */
export interface ProgramCall {
  readonly program: string
  readonly args: readonly string[]
  readonly folder: string
  readonly input: string
  /** Variables besides those of the session. */
  readonly variables: Readonly<Record<string, string>>
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
  /** What a program prints. Undefined where programs may not run. Throws when it cannot start or ends badly. */
  readonly run?: ((call: ProgramCall) => string) | undefined
}

/** How a stack is read. */
export interface StackOptions {
  readonly environment: string
  /** Values above all others that the stack's templates see. */
  readonly overrides: YamlMap
  /** The same one by one, above those: items of lists are set, not lists replaced. */
  readonly settings?: YamlMap
  /** Which releases are meant; none: all. */
  readonly selectors?: readonly string[]
  /** What those need too, selected or not. */
  readonly withNeeds?: boolean
  /** `-n`: the namespace of every release, whatever the file says. */
  readonly namespace?: string
}
