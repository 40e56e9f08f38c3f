import { isMap, type Json, type JsonObject, setField } from '#kube'
import type { Plan } from './contract.ts'

/** Shorter texts are no secrets, and hiding them would hide everything. */
const MIN_LENGTH = 4
const MARK = '(hidden)'

/** The plan with these texts hidden wherever a value holds them: values that were decrypted end up in any object. */
export function hideTexts(plan: Plan, secrets: readonly string[]): Plan {
  const texts = [...new Set(secrets)].filter((text) => text.length >= MIN_LENGTH)
  if (texts.length === 0) return plan
  const encoded = texts.map((text) => btoa(String.fromCharCode(...new TextEncoder().encode(text))))
  // The longest first: a part of a secret may be one itself.
  const all = [...texts, ...encoded].sort((a, b) => b.length - a.length)
  const hide = (value: Json | undefined): Json | undefined => (value === undefined ? undefined : hidden(value, all))
  const changes = plan.changes.map((change) => ({
    ...change,
    fields: change.fields.map((field) => ({ ...field, before: hide(field.before), after: hide(field.after) })),
  }))
  return { ...plan, changes }
}

function hidden(value: Json, texts: readonly string[]): Json {
  if (typeof value === 'string') return texts.reduce((text, secret) => text.replaceAll(secret, MARK), value)
  if (Array.isArray(value)) return value.map((item) => hidden(item, texts))
  if (!isMap(value)) return value
  const copy: JsonObject = {}
  for (const key of Object.keys(value)) setField(copy, key, hidden(value[key] as Json, texts))
  return copy
}
