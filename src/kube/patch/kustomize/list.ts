import { inside } from '../error.ts'
import { fieldOf, isMap, isNull, type Json, textOf } from '../json.ts'
import { checkComparedItems } from '../limit.ts'
import type { MergeSchema } from '../schema/schema.ts'
import { takeListDirective } from './directive.ts'
import { findElement, isEmptyMap, removeElements, setElement } from './element.ts'
import { type KeyRow, keyRows, scalarRows, usedKeys } from './key-row.ts'
import { type Lists, quickMergeList } from './quick-list.ts'
import type { Walk } from './walk.ts'
import { wrongKind } from './wrong-kind.ts'

/**
 * Merges two lists whose items have keys, or whose items are scalars. What the reference does with items that have no
 * key, the same key, or a part of it is followed step by step. Source: kyaml/yaml/walk/associative_sequence.go.
 */
export function mergeList(
  target: Json | undefined,
  patch: Json | undefined,
  schema: MergeSchema,
  walk: Walk,
): Json | undefined {
  const kept = listToKeep(target, patch)
  if (!Array.isArray(kept)) return kept
  const lists: Lists = { target: kept, patch: Array.isArray(patch) ? patch : undefined }
  return quickMergeList(lists, schema, walk) ?? mergeElements(lists, schema, walk)
}

function listToKeep(target: Json | undefined, patch: Json | undefined): Json | undefined {
  if (target === undefined || isNull(target)) return patch
  if (patch === undefined) return target
  if (!Array.isArray(patch)) return undefined
  const directive = takeListDirective(patch)
  if (directive === 'delete') return undefined
  return directive === 'replace' ? patch : target
}

function mergeElements(lists: Lists, schema: MergeSchema, walk: Walk): Json[] {
  const { target, patch } = lists
  const mergeKeys = schema.mergeKeys ?? []
  const keys = mergeKeys.length > 0 ? mergeKeys : ['']
  const all = [...(patch ?? []), ...target]
  checkComparedItems(all.length)
  const rows = mergeKeys.length > 0 ? keyRows(all, keys) : scalarRows(all)
  if (rows.length === 0) return target
  const step: Step = { ...lists, added: [], keys, names: usedKeys(rows, keys), schema: schema.items }
  for (const row of rows) mergeElement(row, step, walk)
  return appendAll(step.added, target, step.names)
}

interface Step extends Lists {
  readonly added: Json[]
  readonly keys: readonly string[]
  /** The keys that any item has a text for. */
  readonly names: readonly string[]
  readonly schema: MergeSchema | undefined
}

function mergeElement(row: KeyRow, { target, patch, added, keys, names, schema }: Step, walk: Walk): void {
  const values = row.filter((text, at) => text !== '' || names.includes(keys[at] ?? ''))
  const exact = exactKey(values, names)
  const change = patch === undefined ? undefined : findElement(patch, exact)
  try {
    const merged = walk.merge(findElement(target, exact), change, schema, walk)
    const isGone = merged === undefined || isNull(merged) || isEmptyMap(merged)
    if (isGone) removeElements(target, { keys: names, values })
    else setElement(added, { keys: names, values }, merged)
  } catch (error) {
    throw inside(change === undefined ? 0 : (patch ?? []).indexOf(change), error)
  }
}

/** To look for items, only the texts that are there count. */
function exactKey(values: KeyRow, names: readonly string[]): { keys: readonly string[]; values: KeyRow } {
  const keys = usedKeys([values], names)
  return { keys, values: keys.length === values.length ? values : values.filter((text) => text !== '') }
}

/** The merged items with those of the target behind, or in their place where the key is the same. */
function appendAll(merged: Json[], target: readonly Json[], keys: readonly string[]): Json[] {
  for (const item of target) {
    if (keys[0] === '') setElement(merged, { keys, values: [textOf(item)] }, item)
    else appendElement(merged, item, keys)
  }
  return merged
}

function appendElement(merged: Json[], item: Json, keys: readonly string[]): void {
  if (!isNull(item) && !isMap(item)) throw wrongKind('map', item)
  const values: string[] = []
  for (const key of keys) {
    const value = isMap(item) ? fieldOf(item, key) : undefined
    if (value === undefined) merged.push(item)
    else values.push(textOf(value))
  }
  if (keys.length > 1) removeElements(merged, { keys, values })
  setElement(merged, { keys, values }, item)
}
