import type { FieldChange, ObjectChange } from '#plan'
import type { ExplainField, ReleaseContent } from '../contract/content.ts'

/** Fields of one object whose writers are looked for. */
const MAX_FIELDS = 200

/** The changes with the lines and values that made their fields, as far as the content's format can tell. */
export async function withCauses(
  changes: readonly ObjectChange[],
  { explain }: ReleaseContent,
): Promise<readonly ObjectChange[]> {
  if (explain === undefined) return changes
  return Promise.all(changes.map((change) => explained(change, explain)))
}

async function explained(change: ObjectChange, explain: ExplainField): Promise<ObjectChange> {
  if (change.change === 'create') return change
  const { source, namespace, name, gvk, fields } = change
  const known = fields.map(async (field, at): Promise<FieldChange> => {
    if (field.cause.kind !== 'unknown' || at >= MAX_FIELDS) return field
    const cause = await explain({ source, kind: gvk.kind, namespace, name, path: field.path }).catch(() => undefined)
    return cause === undefined ? field : { ...field, cause }
  })
  return { ...change, fields: await Promise.all(known) }
}
