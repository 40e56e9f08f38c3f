import { fieldOf, isMap, type Json, type JsonObject, newMap, setField } from '../json.ts'
import { checkDepth } from '../limit.ts'

/**
 * A document (mutated) with a JSON merge patch (RFC 7386) applied, as the Go library of the API server does it: it also
 * drops nulls from maps inside lists, which the RFC leaves alone. The result shares values with the patch. Throws `limit`.
 */
export function applyMergePatch(document: Json, patch: Json): Json {
  return merge(isMap(document) ? document : undefined, patch, 0)
}

function merge(target: JsonObject | undefined, patch: Json, depth: number): Json {
  checkDepth(depth)
  if (target === undefined) return withoutNulls(patch, depth)
  if (!isMap(patch)) return patch
  for (const key of Object.keys(patch)) {
    const change = patch[key] as Json
    const old = fieldOf(target, key)
    if (change === null) delete target[key]
    else setField(target, key, merge(isMap(old) ? old : undefined, change, depth + 1))
  }
  return target
}

function withoutNulls(value: Json, depth: number): Json {
  checkDepth(depth)
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1))
  if (!isMap(value)) return value
  const kept = newMap()
  for (const key of Object.keys(value)) {
    const field = value[key] as Json
    if (field !== null) setField(kept, key, withoutNulls(field, depth + 1))
  }
  return kept
}
