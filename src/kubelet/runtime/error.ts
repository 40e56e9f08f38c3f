/** Why a runtime could not do what it was asked to. */
export type RuntimeErrorCode =
  | 'image-not-found' // no such image, or no right to it
  | 'image-unavailable' // the registry does not answer
  | 'invalid-image' // the name of the image cannot be read
  | 'invalid-config' // what was asked for cannot be run as it is written
  | 'create-failed' // a container could not be made
  | 'start-failed' // a container was made but did not start
  | 'hook-failed' // a lifecycle hook failed
  | 'not-found' // no such sandbox or container
  | 'aborted' // the signal fired

/** The runtime says no; `message` is what users are told of it. */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode
  constructor(code: RuntimeErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'RuntimeError'
    this.code = code
  }
}
