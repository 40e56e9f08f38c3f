import type { Json } from '../patch/json.ts'

/** One finding of validation; a list of them becomes a 422 Status. */
export interface Finding {
  /** Path as Kubernetes prints it: `spec.containers[0].name`. */
  readonly field: string
  readonly type: FindingType
  /** The value at fault. Never printed for `required`, `forbidden`, `too-long`, `too-short` and `internal`; left out: not printed either. */
  readonly value?: Json
  readonly detail?: string
}

/** Kinds of finding, as `field.ErrorType` has them. */
export type FindingType =
  | 'not-found'
  | 'required'
  | 'duplicate'
  | 'invalid'
  | 'not-supported'
  | 'forbidden'
  | 'too-long'
  | 'too-short'
  | 'too-many'
  | 'too-few'
  | 'internal'
  | 'type-invalid'
