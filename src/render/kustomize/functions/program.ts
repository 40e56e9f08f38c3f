/** A program that a build wants to have run: what it is given, and where it runs. */
export interface Program {
  /** A name to be looked up, or a path, relative to `folder`. */
  readonly path: string
  readonly args: readonly string[]
  /** `NAME=VALUE`, on top of the environment of the build itself. */
  readonly environment: readonly string[]
  readonly folder: string
  readonly input: string
  /** Written to a temporary file whose path becomes the first argument. */
  readonly configText?: string
  /** `container`: a client that starts one, and may have to fetch its image first. */
  readonly form: 'program' | 'container'
}

/** How a program ended. */
export interface ProgramOutcome {
  readonly stdout: string
  readonly stderr: string
  /** Why it counts as failed, in Go's words: `exit status 1`; undefined where it did well. */
  readonly failure: string | undefined
  /** The path of the temporary file. */
  readonly configPath?: string
}

/** Runs a program to its end. Throws `KustomizeError` with code `limit` where it runs too long or prints too much. */
export type ProgramRunner = (program: Program) => ProgramOutcome

/** What is at a path where a plugin would be. */
export type PluginState = 'missing' | 'not-executable' | 'executable'

/** What programs of the user's own may do in a build. */
export interface ProgramOptions {
  readonly run: ProgramRunner
  readonly stateOf: (path: string) => PluginState
  /** Whether functions that are programs run; containers do in any case. */
  readonly isExecEnabled: boolean
  /** Whether containers that ask for the network get it. */
  readonly isNetworkEnabled: boolean
  /** Further mounts of every container: `type=bind,src=data,dst=/data`. */
  readonly mounts: readonly string[]
  /** Further environment: `NAME=VALUE`, or for containers `NAME` alone for its value here. */
  readonly environment: readonly string[]
  /** Whom containers run as: `nobody`, or `1000:1000`. */
  readonly user: string
}
