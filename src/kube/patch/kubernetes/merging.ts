import type { JsonObject } from '../json.ts'
import type { MergeSchema } from '../schema/schema.ts'

/** One merge on its way down. */
export interface Merging {
  /** True for a patch on an object; false for one patch put upon another, where directives and nulls stay. */
  readonly isFinal: boolean
  /** Levels above the present place. */
  depth: number
  readonly mergeMaps: (
    original: JsonObject,
    patch: JsonObject,
    schema: MergeSchema | undefined,
    merging: Merging,
  ) => JsonObject
}
