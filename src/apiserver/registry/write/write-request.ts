import type { Kind } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { User } from '../../contract/user.ts'

/** One write, after its options are read. */
export interface WriteRequest {
  readonly kind: Kind
  readonly namespace: string
  /** The name in the URL; empty for a create in a collection. */
  readonly name: string
  readonly subresource: string
  readonly user: User
  readonly dryRun: boolean
  /** Who owns the fields that this write sets; empty: nobody is noted. */
  readonly fieldManager: string
  /** The options as admission sees them, with `kind` and `apiVersion`. */
  readonly options: JsonObject
  /** No admission and no validation: a write of the server itself. */
  readonly isInternal: boolean
  warn(text: string): void
  annotate(key: string, value: string): void
}

/** What was stored: its text at the kind's version, and the same as a value that is shared, where the cache has it. */
export interface Kept {
  readonly text: string
  readonly object?: () => KubeObject
}

/** What a write left: the text to answer with, in the version of the request's kind. */
export interface Written extends Kept {
  readonly isCreated: boolean
}
