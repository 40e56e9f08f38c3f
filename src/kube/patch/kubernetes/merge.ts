import { inside, PatchError } from '../error.ts'
import { goText } from '../go-text.ts'
import { copyOf, fieldOf, isMap, type Json, type JsonObject, newMap, setField } from '../json.ts'
import { checkDepth, checkNesting } from '../limit.ts'
import { fieldSchema, type MergeSchema } from '../schema/schema.ts'
import { applyElementOrder } from './element-order.ts'
import { deleteFromList, mergeItems } from './list.ts'
import type { Merging } from './merging.ts'
import { applyRetainKeys } from './retain-keys.ts'
import { listNameIn, withoutDirectives, withoutNulls } from './strip.ts'
import { DELETE, DELETE_FROM_LIST, DIRECTIVE, REPLACE } from './words.ts'

/**
 * An object with a strategic merge patch applied as the API server does it; neither argument is changed. Throws
 * `PatchError`. Source: k8s.io/apimachinery/pkg/util/strategicpatch.
 */
export function applyStrategicPatch(
  original: JsonObject,
  patch: JsonObject,
  schema: MergeSchema | undefined,
): JsonObject {
  checkNesting(original)
  checkNesting(patch)
  return mergeMaps(copyOf(original), copyOf(patch), schema, { isFinal: true, depth: 0, mergeMaps })
}

/** Puts two patches together into one that does what both do, one after the other. Both are mutated. */
export function mergePatches(first: JsonObject, second: JsonObject, schema: MergeSchema | undefined): JsonObject {
  return mergeMaps(first, second, schema, { isFinal: false, depth: 0, mergeMaps })
}

function mergeMaps(
  original: JsonObject,
  patch: JsonObject,
  schema: MergeSchema | undefined,
  merging: Merging,
): JsonObject {
  const directive = fieldOf(patch, DIRECTIVE)
  if (directive !== undefined) return replacedBy(directive, patch)
  checkDepth(++merging.depth)
  applyRetainKeys(original, patch, merging)
  applyElementOrder(original, patch, schema, merging)
  for (const key of Object.keys(patch)) mergeKey({ original, patch, key }, schema, merging)
  merging.depth--
  return original
}

function replacedBy(directive: Json, patch: JsonObject): JsonObject {
  if (directive === DELETE) return newMap()
  if (directive !== REPLACE) {
    const text = `unknown patch type: ${goText(directive)} in map: ${goText(patch)}`
    throw new PatchError('bad-directive', text, { hint: '$patch may be replace or delete' })
  }
  delete patch[DIRECTIVE]
  return patch
}

interface Field {
  readonly original: JsonObject
  readonly patch: JsonObject
  readonly key: string
}

function mergeKey({ original, patch, key }: Field, schema: MergeSchema | undefined, merging: Merging): void {
  const change = fieldOf(patch, key) as Json
  const isDeletion = key.startsWith(DELETE_FROM_LIST)
  if (isDeletion && !merging.isFinal) return setField(original, key, change)
  const name = isDeletion ? listNameIn(key, DELETE_FROM_LIST) : key
  try {
    if (isDeletion) deleteItems(original, name, change)
    else mergeField({ original, patch, key }, fieldSchema(schema, key), merging)
  } catch (error) {
    throw inside(key, error)
  }
}

/** Items go from a list that is there; with nothing to do, nothing is done. */
function deleteItems(original: JsonObject, name: string, items: Json): void {
  const list = fieldOf(original, name)
  if (items === null) delete original[name]
  else if (Array.isArray(list) && Array.isArray(items)) setField(original, name, deleteFromList(list, items))
}

function mergeField({ original, patch, key }: Field, schema: MergeSchema | undefined, merging: Merging): void {
  const change = fieldOf(patch, key) as Json
  if (change === null) delete original[key]
  if (change === null && merging.isFinal) return
  const old = fieldOf(original, key)
  if (isMap(old) && isMap(change)) {
    setField(original, key, schema?.isReplaced ? change : mergeMaps(old, change, schema, merging))
  } else if (Array.isArray(old) && Array.isArray(change)) {
    setField(original, key, schema?.mergeKeys ? mergeItems(old, change, schema, merging) : change)
  } else {
    setOrDrop(original, key, merging.isFinal ? withoutNulls(change) : change)
  }
}

function setOrDrop(original: JsonObject, key: string, value: Json): void {
  const stripped = withoutDirectives(value)
  if (stripped === undefined) delete original[key]
  else setField(original, key, stripped)
}
