import type { globalFlags } from '../flags/global.ts'
import type { Flags, Input } from './flag.ts'
import type { Session } from './session.ts'

/** A positional argument, for help and counting. */
export interface Argument {
  readonly name: string
  readonly summary: string
  readonly isOptional?: boolean
  readonly isVariadic?: boolean
}

/** What a command hands back: text for people, data for `-o json|yaml`, and an exit code other than 0 when it says something. */
export interface Outcome {
  /** What goes to stdout; parts are printed one after the other. */
  readonly text?: string | Uint8Array | readonly (string | Uint8Array)[]
  readonly data?: unknown
  readonly exitCode?: number
}

/** A command is data and one function that makes one call into a room. */
export interface Command<F extends Flags = Flags> {
  /** The words that name it: `repo add`. */
  readonly name: string
  readonly aliases?: readonly string[]
  readonly summary: string
  /** More than the summary, for its own help page. */
  readonly description?: string
  readonly examples?: readonly string[]
  readonly args: readonly Argument[]
  readonly flags: F
  run(input: Input<F & typeof globalFlags>, session: Session): Promise<Outcome | undefined>
}

/** Keeps the types of a command's flags while checking its shape. */
export function defineCommand<const F extends Flags>(command: Command<F>): Command<F> {
  return command
}
