import type { Json } from '#kube'
import { int, type Value } from '#template'

/** Plain JSON of an API server as templates see it: whole numbers are int64, as Go's unstructured objects hold them. */
export function goValue(json: Json): Value {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? int(json, 'int64') : json
  if (Array.isArray(json)) return json.map(goValue)
  if (typeof json === 'object' && json !== null) {
    return new Map(Object.entries(json).map(([key, value]) => [key, goValue(value as Json)]))
  }
  return json
}
