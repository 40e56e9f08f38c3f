import type { Json, JsonObject } from '../json.ts'
import type { MergeSchema, MergeSchemas } from '../schema/schema.ts'

/** What a merge needs to know beside the two values. */
export interface KustomizeMerge {
  /** Schemas of kinds, also of objects that stand inside others. */
  readonly schemas: MergeSchemas
  /** Whether a text stands in quotes or as a block in its document: then what replaces it becomes a text too. */
  isQuoted?(map: JsonObject, key: string): boolean
  /** What a document itself says of how a field merges, or a map or list: it wins over the schema of the kind. */
  readonly written?: WrittenSchemas
  /** Told of each key of the patch that a map of the target gets. */
  onNewKey?(patch: JsonObject, target: JsonObject, key: string): void
}

/** Schemas that stand in a document. */
export interface WrittenSchemas {
  ofField(map: JsonObject, key: string): MergeSchema | undefined
  of(value: Json | undefined): MergeSchema | undefined
}

/** One merge on its way down. */
export interface Walk extends KustomizeMerge {
  /** Levels above the present place. */
  depth: number
  /** Merges what is in a list: undefined stands for what is not there, and comes back for what is to be removed. */
  readonly merge: (
    target: Json | undefined,
    patch: Json | undefined,
    schema: MergeSchema | undefined,
    walk: Walk,
  ) => Json | undefined
}
