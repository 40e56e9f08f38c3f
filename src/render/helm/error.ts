import type { Position } from '../resource.ts'

/** What can stop a render, from the release name to the last filter on the output. */
export type RenderErrorCode =
  | 'release-name'
  | 'not-installable'
  | 'api-version'
  | 'missing-dependency'
  | 'dependencies'
  | 'kube-version'
  | 'values'
  | 'schema'
  | 'template-parse'
  | 'template'
  | 'budget'
  | 'manifest'
  | 'post-render'
  | 'show-only'

/** What a `RenderError` is made of. */
export interface RenderFailure {
  readonly code: RenderErrorCode
  readonly message: string
  readonly position?: Position | undefined
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/** A chart that cannot be rendered. `message` is what Helm prints after `Error: `, without the advice to use `--debug`. */
export class RenderError extends Error {
  readonly code: RenderErrorCode
  /** The template's line, when one is to blame. */
  readonly position: Position | undefined
  readonly hint: string | undefined
  /** Lines that belong on stderr before the error; filled in by the renderer. */
  warnings: readonly string[] = []
  /** What was rendered before the failure: the text that Helm shows with `--debug`. */
  partial: string | undefined
  constructor(failure: RenderFailure) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause })
    this.name = 'RenderError'
    this.code = failure.code
    this.position = failure.position
    this.hint = failure.hint
  }
}
