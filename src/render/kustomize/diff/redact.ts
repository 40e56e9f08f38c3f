import { copyJson, isObject, type Json, type JsonObject, newObject } from '../resource/json.ts'
import type { Resource } from '../resource/resource.ts'

/** What is shown in the place of a secret's value: it still shows whether the value differs. */
const UNCHANGED = '(redacted)'
const BEFORE = '(redacted, before)'
const AFTER = '(redacted, after)'
/** Holds the whole object once more. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** The values of both sides of an object, a Secret's without its contents. The values themselves stay as they are. */
export function redactedPair(before?: Resource, after?: Resource): [JsonObject | undefined, JsonObject | undefined] {
  return [redacted(before, after, BEFORE), redacted(after, before, AFTER)]
}

function redacted(resource: Resource | undefined, other: Resource | undefined, mark: string): JsonObject | undefined {
  if (resource === undefined || resource.kind !== 'Secret' || resource.gvk.group !== '') return resource?.value
  const value = copyJson(resource.value)
  for (const field of ['data', 'stringData']) {
    if (value[field] !== undefined) value[field] = hidden(value[field], other?.value[field], mark)
  }
  const annotations = isObject(value['metadata']) ? value['metadata']['annotations'] : undefined
  if (isObject(annotations) && annotations[LAST_APPLIED] !== undefined) annotations[LAST_APPLIED] = UNCHANGED
  return value
}

function hidden(value: Json, other: Json | undefined, mark: string): Json {
  if (!isObject(value)) return UNCHANGED
  const others = isObject(other) ? other : newObject()
  const shown = newObject()
  for (const key of Object.keys(value)) {
    const isChanged = others[key] !== undefined && JSON.stringify(others[key]) !== JSON.stringify(value[key])
    shown[key] = isChanged ? mark : UNCHANGED
  }
  return shown
}
