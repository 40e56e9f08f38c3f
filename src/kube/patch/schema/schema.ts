/** How strategic merge treats a field and what is in it; a field without an entry merges as a map or is replaced. */
export interface MergeSchema {
  /** A list whose items are merged: the fields that name an item, none for a list of scalars. */
  readonly mergeKeys?: readonly string[]
  /** A map that the patch replaces as a whole. */
  readonly isReplaced?: boolean
  /** A map, or a merged list's items, in which only the fields that the patch names survive. */
  readonly retainsKeys?: boolean
  readonly fields?: MergeFields
  /** Every field that `fields` does not name. */
  readonly values?: MergeSchema
  /** What the items of a merged list are. */
  readonly items?: MergeSchema
}

/** Fields by name. */
export type MergeFields = ReadonlyMap<string, MergeSchema>

/** The schema of a kind of object, or undefined where none is known. */
export interface MergeSchemas {
  (apiVersion: string, kind: string): MergeSchema | undefined
  /** The schema of a definition by its name: `io.k8s.api.core.v1.PodSpec`. */
  readonly definition?: (name: string) => MergeSchema | undefined
}

/** Fields as they are written in a table. */
export type FieldTable = Readonly<Record<string, MergeSchema>>

/** A map with these fields. */
export function mapOf(fields: FieldTable): MergeSchema {
  return { fields: new Map(Object.entries(fields)) }
}

/** A merged list of maps that `keys` name. */
export function listBy(keys: string | readonly string[], fields: FieldTable = {}): MergeSchema {
  return { mergeKeys: typeof keys === 'string' ? [keys] : keys, items: mapOf(fields) }
}

/** A merged list of scalars. */
export const scalarList: MergeSchema = { mergeKeys: [] }

/** The schema of a field of a map. */
export function fieldSchema(schema: MergeSchema | undefined, name: string): MergeSchema | undefined {
  return schema?.fields?.get(name) ?? schema?.values
}
