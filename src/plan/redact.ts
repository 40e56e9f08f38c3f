import { isMap, type Json, type JsonObject } from '#kube'
import type { FieldChange, ObjectChange, Plan } from './contract.ts'
import { hideTexts } from './hide-texts.ts'

/** The plan without what Secrets hold: of each value only its size is told; and without other texts that are secret. */
export function redacted(plan: Plan, secrets: readonly string[] = []): Plan {
  return hideTexts({ ...plan, changes: plan.changes.map(redactedChange) }, secrets)
}

function redactedChange(change: ObjectChange): ObjectChange {
  if (change.gvk.kind !== 'Secret' || change.gvk.group !== '') return change
  return { ...change, fields: change.fields.map(redactedField) }
}

/** Fields of a Secret that are secret; what is in `data` is base64. */
const SECRET_FIELDS = ['data', 'stringData']

function redactedField(field: FieldChange): FieldChange {
  const [, top = ''] = field.path.split('/')
  if (field.path === '') return { ...field, before: hiddenObject(field.before), after: hiddenObject(field.after) }
  if (!SECRET_FIELDS.includes(top)) return field
  const isEncoded = top === 'data'
  return { ...field, before: hidden(field.before, isEncoded), after: hidden(field.after, isEncoded) }
}

function hiddenObject(value: Json | undefined): Json | undefined {
  if (!isMap(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    SECRET_FIELDS.includes(key) ? (hidden(item, key === 'data') ?? null) : item,
  ])
  return Object.fromEntries(entries) as JsonObject
}

function hidden(value: Json | undefined, isEncoded: boolean): Json | undefined {
  if (value === undefined || value === null) return value
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, hidden(item, isEncoded) ?? null])
    return Object.fromEntries(entries) as JsonObject
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const bytes = isEncoded ? Math.floor((text.replace(/=+$/, '').length * 3) / 4) : new TextEncoder().encode(text).length
  return `(hidden, ${bytes === 1 ? '1 byte' : `${bytes} bytes`})`
}
