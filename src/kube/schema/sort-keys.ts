import { isMap, type Json, type JsonObject, setField } from '../patch/json.ts'

/** A value with the keys of its maps in order, as Go prints what it decoded without a type. */
export function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (!isMap(value)) return value
  const sorted: JsonObject = {}
  for (const key of Object.keys(value).sort()) setField(sorted, key, sortKeys(value[key] as Json))
  return sorted
}
