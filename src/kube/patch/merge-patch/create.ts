import { fieldOf, isMap, type Json, type JsonObject, newMap, sameJson, setField } from '../json.ts'
import type { ThreeWay } from '../kubernetes/three-way.ts'
import { checkDepth } from '../limit.ts'
import { applyMergePatch } from './apply.ts'

/** The JSON merge patch that turns one map into another; lists are replaced as a whole. Throws `limit`. */
export function createMergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  return diff(original, modified, 0)
}

function diff(original: JsonObject, modified: JsonObject, depth: number): JsonObject {
  checkDepth(depth)
  const patch = newMap()
  for (const key of Object.keys(modified)) {
    const old = fieldOf(original, key)
    const value = modified[key] as Json
    if (isMap(old) && isMap(value)) {
      const change = diff(old, value, depth + 1)
      if (Object.keys(change).length > 0) setField(patch, key, change)
    } else if (old === undefined || !sameJson(old, value)) setField(patch, key, value)
  }
  for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) setField(patch, key, null)
  return patch
}

/**
 * The JSON merge patch that brings the cluster's object to `modified`: what was deleted since `original`, and what differs
 * from `current`. For objects whose kind has no merge schema. Throws `limit`. Source: apimachinery's jsonmergepatch.
 */
export function createThreeWayMergePatch({ original, modified, current }: ThreeWay): JsonObject {
  const changes = only(createMergePatch(current, modified), 'values')
  const deletions = only(createMergePatch(original, modified), 'nulls')
  return applyMergePatch(deletions, changes) as JsonObject
}

/** Only the nulls of a patch, or all but them; maps that come out empty are left out. */
function only(patch: JsonObject, what: 'nulls' | 'values'): JsonObject {
  const kept = newMap()
  for (const key of Object.keys(patch)) {
    const value = patch[key] as Json
    const part = isMap(value) ? only(value, what) : value
    const isKept = isMap(part) ? isWhole(part, value, what) : (part === null) === (what === 'nulls')
    if (isKept) setField(kept, key, part)
  }
  return kept
}

function isWhole(part: JsonObject, value: Json, what: 'nulls' | 'values'): boolean {
  const isEmptyValue = isMap(value) && Object.keys(value).length === 0
  return Object.keys(part).length > 0 || (what === 'values' && isEmptyValue)
}
