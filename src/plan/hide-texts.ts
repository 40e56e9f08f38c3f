import { isMap, type Json, type JsonObject, setField } from '#kube'
import type { FieldChange, Plan } from './contract.ts'

/** Shorter texts are no secrets, and hiding them would hide everything. */
const MIN_LENGTH = 4
const MARK = '(hidden)'

/** The plan with these texts hidden wherever a value holds them: values that were decrypted end up in any object. */
export function hideTexts(plan: Plan, secrets: readonly string[]): Plan {
  const texts = [...new Set(secrets)].filter((text) => text.length >= MIN_LENGTH)
  if (texts.length === 0) return plan
  const encoded = texts.map((text) => Buffer.from(text).toString('base64'))
  // The longest first: a part of a secret may be one itself.
  const all = [...texts, ...encoded].sort((a, b) => b.length - a.length)
  const hide = (value: Json | undefined): Json | undefined => (value === undefined ? undefined : hidden(value, all))
  const hideFields = (fields: readonly FieldChange[]): readonly FieldChange[] =>
    fields.map((field) => ({ ...field, before: hide(field.before), after: hide(field.after) }))
  const changes = plan.changes.map((change) => ({
    ...change,
    fields: hideFields(change.fields),
    ...(change.foreign && { foreign: hideFields(change.foreign) }),
  }))
  const hooks = plan.hooks.map((hook) => ({ ...hook, fields: hideFields(hook.fields) }))
  const hideAll = (lines: readonly string[]): readonly string[] => lines.map((line) => hidden(line, all) as string)
  return { ...plan, changes, hooks, warnings: hideAll(plan.warnings), refusals: hideAll(plan.refusals) }
}

function hidden(value: Json, texts: readonly string[]): Json {
  if (typeof value === 'string') return texts.reduce((text, secret) => text.replaceAll(secret, MARK), value)
  if (Array.isArray(value)) return value.map((item) => hidden(item, texts))
  if (!isMap(value)) return value
  const copy: JsonObject = {}
  for (const key of Object.keys(value)) setField(copy, key, hidden(value[key] as Json, texts))
  return copy
}
