import type { MergeSchema, Schema } from '#kube'

/** How strategic merge treats a type: read from the extensions of its schema. */
export function mergeSchemaOf(schema: Schema): MergeSchema {
  const known = made.get(schema)
  if (known !== undefined) return known
  const fields = new Map<string, MergeSchema>()
  const merge: Draft = { fields }
  // Known before its fields are: a type may hold itself.
  made.set(schema, merge)
  for (const [name, property] of Object.entries(schema.properties ?? {})) fields.set(name, fieldOf(property))
  const { additionalProperties } = schema
  if (typeof additionalProperties === 'object') merge.values = fieldOf(additionalProperties)
  return merge
}

type Draft = { -readonly [Key in keyof MergeSchema]: MergeSchema[Key] }

const made = new WeakMap<Schema, MergeSchema>()

/** A field says of itself how it is merged; what is in it says the type behind it. */
function fieldOf(schema: Schema): MergeSchema {
  const strategies = (schema['x-kubernetes-patch-strategy'] ?? '').split(',')
  const own: Draft = {}
  if (strategies.includes('replace')) own.isReplaced = true
  if (strategies.includes('retainKeys')) own.retainsKeys = true
  if (schema.type === 'array') {
    if (strategies.includes('merge')) {
      const key = schema['x-kubernetes-patch-merge-key']
      own.mergeKeys = key === undefined ? [] : [key]
      if (schema.items !== undefined && key !== undefined) own.items = mergeSchemaOf(schema.items)
    }
    return own
  }
  return schema.type === 'object' ? { ...mergeSchemaOf(schema), ...own } : own
}
