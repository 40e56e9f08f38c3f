import { isMap, type Json, type JsonObject, setField } from '#kube'
import type { FieldChange, Plan } from './contract.ts'
import { hideTexts } from './hide-texts.ts'

/** The plan without what Secrets hold: of each value only its size is told; and without other texts that are secret. */
export function redacted(plan: Plan, secrets: readonly string[] = []): Plan {
  return hideTexts(withSecrets(plan, hidden), secrets)
}

/** The plan with what Secrets hold as text, where it is text. */
export function decoded(plan: Plan): Plan {
  return withSecrets(plan, readable)
}

/** Makes something else of a value of a Secret; what is in `data` is base64. */
type ShowValue = (text: string, isEncoded: boolean) => string

function withSecrets(plan: Plan, show: ShowValue): Plan {
  const shown = (fields: readonly FieldChange[]): readonly FieldChange[] =>
    fields.map((field) => shownField(field, show))
  return {
    ...plan,
    changes: plan.changes.map((change) => {
      if (change.gvk.kind !== 'Secret' || change.gvk.group !== '') return change
      const { fields, foreign } = change
      return { ...change, fields: shown(fields), ...(foreign && { foreign: shown(foreign) }) }
    }),
    hooks: plan.hooks.map((hook) => (hook.kind === 'Secret' ? { ...hook, fields: shown(hook.fields) } : hook)),
  }
}

/** Fields of a Secret that are secret. */
const SECRET_FIELDS = ['data', 'stringData']

function shownField(field: FieldChange, show: ShowValue): FieldChange {
  const [, top = ''] = field.path.split('/')
  if (field.path === '')
    return { ...field, before: shownObject(field.before, show), after: shownObject(field.after, show) }
  if (!SECRET_FIELDS.includes(top)) return field
  const value = (one: Json | undefined): Json | undefined => shownValue(one, top === 'data', show)
  return { ...field, before: value(field.before), after: value(field.after) }
}

function shownObject(object: Json | undefined, show: ShowValue): Json | undefined {
  if (!isMap(object)) return object
  return mapped(object, (value, key) => (SECRET_FIELDS.includes(key) ? shownValue(value, key === 'data', show) : value))
}

function shownValue(value: Json | undefined, isEncoded: boolean, show: ShowValue): Json | undefined {
  if (value === undefined || value === null) return value
  if (isMap(value)) return mapped(value, (item) => shownValue(item, isEncoded, show))
  return show(typeof value === 'string' ? value : JSON.stringify(value), isEncoded)
}

function mapped(map: JsonObject, change: (value: Json, key: string) => Json | undefined): JsonObject {
  const copy: JsonObject = {}
  for (const key of Object.keys(map)) setField(copy, key, change(map[key] as Json, key) ?? null)
  return copy
}

function hidden(text: string, isEncoded: boolean): string {
  const bytes = isEncoded ? Math.floor((text.replace(/=+$/, '').length * 3) / 4) : Buffer.byteLength(text)
  return `(hidden, ${bytes === 1 ? '1 byte' : `${bytes} bytes`})`
}

function readable(text: string, isEncoded: boolean): string {
  if (!isEncoded) return text
  const inner = Buffer.from(text, 'base64').toString()
  return inner.includes('\ufffd') ? text : inner
}
