import type { Container } from './container.ts'
import type { Settings } from './options.ts'

/** One run of a patch. */
export interface Run {
  /** The document; an operation on the path '' may put another in its place. */
  root: Container
  /** What `copy` has added so far. */
  copiedBytes: number
  copiedValues: number
  readonly settings: Settings
}
