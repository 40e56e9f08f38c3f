import type { Position } from '../resource.ts'

/** What can stop a build of a kustomization. */
export type KustomizeErrorCode =
  | 'not-found' // a file or folder that is named does not exist
  | 'no-kustomization' // a folder without a kustomization file, or with more than one
  | 'bad-file' // a kustomization file that cannot be read, or has a field that is not known
  | 'bad-yaml' // a resource, patch or configuration that is not YAML
  | 'bad-resource' // an object without kind or name, a list that holds something else
  | 'restricted' // a file outside of the folder, an absolute folder, a base that leaves its clone
  | 'cycle' // a base that contains its user
  | 'conflict' // the same id twice
  | 'no-match' // a patch, replacement, var or replica count without its target
  | 'ambiguous' // more than one candidate where one was expected
  | 'bad-config' // a step whose configuration is wrong
  | 'bad-value' // a field that is not of the form a step needs
  | 'plugin' // a plugin that is not allowed or not known
  | 'helm' // a chart that cannot be rendered
  | 'remote' // a repository that cannot be fetched
  | 'limit' // a stated limit is passed

/** What a `KustomizeError` is made of. */
export interface KustomizeFailure {
  readonly code: KustomizeErrorCode
  readonly message: string
  readonly position?: Position | undefined
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/** A kustomization that cannot be built. `message` is the reference's text behind `error: ` where it has one. */
export class KustomizeError extends Error {
  readonly code: KustomizeErrorCode
  readonly position: Position | undefined
  readonly hint: string | undefined
  constructor(failure: KustomizeFailure) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause })
    this.name = 'KustomizeError'
    this.code = failure.code
    this.position = failure.position
    this.hint = failure.hint
  }
}

/** Runs a part of the build; text stands before the message of what it throws, as Go wraps errors. */
export function within<T>(prefix: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw wrapFailure(error, (message) => `${prefix}: ${message}`)
  }
}

/** The same error with another message; code, position and hint stay. What is no `KustomizeError` is given back as it is. */
export function wrapFailure(error: unknown, text: (message: string) => string): unknown {
  if (!(error instanceof KustomizeError)) return error
  const { code, position, hint, cause } = error
  return new KustomizeError({ code, message: text(error.message), position, hint, cause })
}
