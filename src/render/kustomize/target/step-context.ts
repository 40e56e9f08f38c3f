import type { Position } from '../../resource.ts'
import type { PlacedText } from './entry-block.ts'

/** What a step is given beside its configuration. */
export interface StepContext {
  /** Reads a file that the configuration names, relative to the kustomization's folder. Throws `KustomizeError`. */
  readonly load: (path: string) => string
  /** The absolute path of such a file, for positions. */
  readonly pathOf?: (path: string) => string
  /** The step's configuration as YAML, for the messages that hold it. */
  readonly configText: () => string
  /** The OpenAPI document that `openapi.path` names, for the build as a whole; undefined for the built-in schema. */
  readonly openapi: () => string | undefined
  /**
   * Where the configuration itself stands, for errors that have no better place. One that holds a whole list of entries is
   * asked for one of them, counted from 0.
   */
  readonly place?: (entry?: number) => Position | undefined
  /** The lines in the kustomization file of a text that the configuration holds. Undefined where it is no block. */
  readonly block?: (path: readonly (string | number)[], entry?: number) => PlacedText | undefined
  /** Takes a line for the user, such as `# Warning: …`. */
  readonly warn: (line: string) => void
}
