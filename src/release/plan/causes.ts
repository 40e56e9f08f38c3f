import type { Cause, FieldChange, ObjectChange } from '#plan'
import type { ExplainField, FieldPlace, ReleaseContent } from '../contract/content.ts'

/** Fields of one object whose writers are looked for. */
const MAX_FIELDS = 200

/** The changes with the lines and values that made them, as far as the content's format can tell. */
export async function withCauses(
  changes: readonly ObjectChange[],
  { explain }: Pick<ReleaseContent, 'explain'>,
): Promise<readonly ObjectChange[]> {
  return explain === undefined ? changes : Promise.all(changes.map((change) => explained(change, explain)))
}

async function explained(change: ObjectChange, explain: ExplainField): Promise<ObjectChange> {
  const { source, namespace, name, gvk, fields } = change
  const object = { source, kind: gvk.kind, namespace, name }
  if (change.change === 'create' || change.change === 'delete') {
    const isGone = change.change === 'delete'
    const cause = await explain({ ...object, path: '', isGone }).catch(() => undefined)
    return cause === undefined ? change : { ...change, cause }
  }
  return { ...change, fields: await explainedFields(fields, object, explain) }
}

/** Fields of one object with the lines and values that wrote them. */
export function explainedFields(
  fields: readonly FieldChange[],
  object: Omit<FieldPlace, 'path'>,
  explain: ExplainField | undefined,
): Promise<readonly FieldChange[]> {
  const known = fields.map(async (field, at): Promise<FieldChange> => {
    if (explain === undefined || field.cause.kind !== 'unknown' || at >= MAX_FIELDS) return field
    const cause = await explain({ ...object, path: field.askedAt ?? field.path }).catch(() => undefined)
    return cause === undefined ? field : { ...field, cause }
  })
  return Promise.all(known)
}

/** The changes of a rollback: what nobody else has made, the revision asks for. */
export function withRevision(changes: readonly ObjectChange[], revision: number): readonly ObjectChange[] {
  const cause: Cause = { kind: 'revision', revision }
  return changes.map((change) => {
    if (change.change === 'create' || change.change === 'delete') return { ...change, cause }
    const fields = change.fields.map((field) => (field.cause.kind === 'unknown' ? { ...field, cause } : field))
    return { ...change, fields }
  })
}
