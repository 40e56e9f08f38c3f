import type { Json } from './json.ts'

/** What can be wrong with a patch. */
export type PatchErrorCode =
  | 'bad-patch' // a patch that is not of the form its kind asks for
  | 'bad-directive' // `$patch` with a word that means nothing, or where it cannot stand
  | 'wrong-kind' // a map where a list is, a scalar where a map is
  | 'no-merge-key' // an item of a merged list without the key that names it
  | 'missing' // a path that the document does not have
  | 'bad-index' // a list index that is no number or out of bounds
  | 'test-failed' // a `test` operation whose value differs
  | 'conflict' // changed differently on both sides
  | 'limit' // a stated limit is passed

/** Where and why, beside the message. */
export interface PatchErrorDetail {
  /** Keys and list indexes from the root of the patch to where it fails. */
  readonly path?: readonly (string | number)[]
  /** Number of the operation in a JSON patch, from 0. */
  readonly operation?: number
  /** For `wrong-kind`: what was expected, and the value that is there. */
  readonly expected?: NodeKind
  readonly value?: Json
  readonly hint?: string
}

/** The three forms of a value. */
export type NodeKind = 'map' | 'list' | 'scalar'

/** A patch that cannot be applied. `message` is the text of the Go library that the dialect follows, where it has one. */
export class PatchError extends Error {
  readonly code: PatchErrorCode
  readonly path: readonly (string | number)[] | undefined
  readonly operation: number | undefined
  readonly expected: NodeKind | undefined
  readonly value: Json | undefined
  readonly hint: string | undefined
  constructor(code: PatchErrorCode, message: string, detail: PatchErrorDetail = {}) {
    super(message)
    this.name = 'PatchError'
    this.code = code
    this.path = detail.path
    this.operation = detail.operation
    this.expected = detail.expected
    this.value = detail.value
    this.hint = detail.hint
  }
}

/** The same failure one level up: its path then begins with `step`. What is no `PatchError` is given back as it is. */
export function inside(step: string | number, error: unknown): unknown {
  if (!(error instanceof PatchError) || error.operation !== undefined) return error
  const { expected, value, hint, path = [] } = error
  return new PatchError(error.code, error.message, {
    path: [step, ...path],
    ...(expected !== undefined && { expected }),
    ...(value !== undefined && { value }),
    ...(hint !== undefined && { hint }),
  })
}
