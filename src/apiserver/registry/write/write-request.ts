import type { Kind } from '#kinds'
import type { JsonObject } from '#kube'
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

/** What a write left: the text to answer with, in the version of the request's kind. */
export interface Written {
  readonly text: string
  readonly isCreated: boolean
}
