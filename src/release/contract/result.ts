import type { ReleaseError } from '../error.ts'
import type { Release } from './release.ts'

/** What came of `uninstall`; `release` is undefined when there was none and that is no failure. */
export interface Uninstalled {
  readonly release: Release | undefined
  /** Helm's text on objects that their resource policy keeps; empty when there are none. */
  readonly info: string
}

/** What came of `test`: the record is there whether its tests passed or not. */
export interface Tested {
  readonly release: Release
  /** Why the tests failed. */
  readonly failure: ReleaseError | undefined
  /** The logs of the test pods as Helm prints them: `POD LOGS: name`, the lines, an empty line. */
  logs(): AsyncIterable<string>
}
