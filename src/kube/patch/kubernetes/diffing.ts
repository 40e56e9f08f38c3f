import type { JsonObject } from '../json.ts'
import type { MergeSchema } from '../schema/schema.ts'

/** What a diff is asked for. */
export interface Diff {
  readonly withChanges: boolean
  readonly withDeletions: boolean
  /** Whether `$setElementOrder` is wanted. */
  readonly withOrder: boolean
  /** Whether `$retainKeys` is wanted at this place. */
  readonly retainsKeys: boolean
  readonly depth: number
  readonly diffMaps: (
    original: JsonObject,
    modified: JsonObject,
    schema: MergeSchema | undefined,
    diff: Diff,
  ) => JsonObject
}
