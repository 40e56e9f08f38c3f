import { PatchError } from '../error.ts'
import { fieldOf, isMap, type Json, type JsonObject, newMap, sameJson, setField } from '../json.ts'
import { checkDepth } from '../limit.ts'
import { fieldSchema, type MergeSchema } from '../schema/schema.ts'
import { diffLists } from './diff-list.ts'
import type { Diff } from './diffing.ts'
import { sortedScalars } from './sort.ts'
import { DELETE_FROM_LIST, DIRECTIVE, ELEMENT_ORDER, RETAIN_KEYS } from './words.ts'

/**
 * The patch that turns one object into another, or only what it adds and changes, or only what it deletes. Lists of
 * scalars in `original` may come out sorted. Throws `PatchError`. Source: diffMaps in strategicpatch.
 */
export function diffMaps(
  original: JsonObject,
  modified: JsonObject,
  schema: MergeSchema | undefined,
  diff: Diff,
): JsonObject {
  checkDepth(diff.depth)
  const patch = newMap()
  for (const key of Object.keys(modified)) diffField({ original, modified, patch, key }, schema, diff)
  if (diff.withDeletions)
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) setField(patch, key, null)
  if (diff.retainsKeys) addRetainKeys(original, modified, patch)
  return patch
}

interface Field {
  readonly original: JsonObject
  readonly modified: JsonObject
  readonly patch: JsonObject
  readonly key: string
}

function diffField({ original, modified, patch, key }: Field, schema: MergeSchema | undefined, diff: Diff): void {
  const old = fieldOf(original, key)
  const value = modified[key] as Json
  const set = (change: Json): void => {
    if (diff.withChanges) setField(patch, key, change)
  }
  if (old === undefined) set(value)
  else if (key === DIRECTIVE) diffDirective(old, value, patch)
  else if (isMap(old) && isMap(value)) diffMapField({ patch, key, old, value }, fieldSchema(schema, key), diff)
  else if (Array.isArray(old) && Array.isArray(value))
    diffListField({ patch, key, old, value }, fieldSchema(schema, key), diff)
  else if (!sameJson(old, value)) set(value)
}

function diffDirective(old: Json, value: Json, patch: JsonObject): void {
  if (typeof old !== 'string' || typeof value !== 'string') {
    throw new PatchError('bad-directive', `invalid value for special key: ${DIRECTIVE}`)
  }
  if (old !== value) patch[DIRECTIVE] = value
}

interface Change<T extends Json> {
  readonly patch: JsonObject
  readonly key: string
  readonly old: T
  readonly value: T
}

function diffMapField(
  { patch, key, old, value }: Change<JsonObject>,
  schema: MergeSchema | undefined,
  diff: Diff,
): void {
  if (schema?.isReplaced) {
    if (diff.withChanges) setField(patch, key, value)
    return
  }
  const inner = { ...diff, depth: diff.depth + 1, retainsKeys: schema?.retainsKeys === true }
  const change = diffMaps(old, value, schema, inner)
  if (Object.keys(change).length > 0) setField(patch, key, change)
}

function diffListField({ patch, key, old, value }: Change<Json[]>, schema: MergeSchema | undefined, diff: Diff): void {
  if (schema?.mergeKeys === undefined) {
    if (diff.withChanges && !sameJson(old, value)) setField(patch, key, value)
    return
  }
  const inner = { ...diff, depth: diff.depth + 1, retainsKeys: schema.retainsKeys === true }
  const { changes, deletions, order } = diffLists(old, value, schema, inner)
  if (changes.length > 0) setField(patch, key, changes)
  if (deletions.length > 0) patch[`${DELETE_FROM_LIST}/${key}`] = deletions
  if (order.length > 0) patch[`${ELEMENT_ORDER}/${key}`] = order
}

function addRetainKeys(original: JsonObject, modified: JsonObject, patch: JsonObject): void {
  const kept = Object.keys(modified).filter((key) => modified[key] !== null)
  const isGone = (key: string): boolean => original[key] !== null && !Object.hasOwn(modified, key)
  const isNeeded = Object.keys(patch).length > 0 || Object.keys(original).some(isGone)
  if (kept.length > 0 && isNeeded) patch[RETAIN_KEYS] = sortedScalars(kept)
}
