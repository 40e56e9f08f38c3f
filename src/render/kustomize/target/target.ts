import type { Kustomization } from '../file/types.ts'
import type { Loader } from '../load/loader.ts'
import type { Origin } from '../resource/origin.ts'
import type { Accumulator } from './accumulator.ts'
import type { BuildState } from './build-state.ts'

/** One kustomization that is being built. */
export interface Target {
  readonly loader: Loader
  readonly kustomization: Kustomization
  /** The name of its file. */
  readonly fileName: string
  readonly state: BuildState
  /** Where its resources come from; undefined where `buildMetadata` asks for nothing. */
  readonly origin: Origin | undefined
  /** Adds what a list of paths names to an accumulator. Throws `KustomizeError`. */
  readonly gather: (target: Target, into: Accumulator, paths: readonly string[]) => void
}
