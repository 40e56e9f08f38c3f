import { goText } from '../go-text.ts'
import { fieldOf, type Json, newMap, sameJson, setField } from '../json.ts'
import type { MergeSchema } from '../schema/schema.ts'
import type { Diff } from './diffing.ts'
import { asMap, itemKind, mergeKeyValue } from './items.ts'
import { sortedBy } from './order.ts'
import { sameScalar, withoutRepetition } from './scalar.ts'
import { compareBytes, sortedByField, sortedScalars } from './sort.ts'
import { DELETE, DIRECTIVE } from './words.ts'

/** How one merged list becomes another. `deletions` are for lists of scalars only: maps say `$patch: delete`. */
export interface ListDiff {
  readonly changes: Json[]
  readonly deletions: Json[]
  readonly order: Json[]
}

const NOTHING: ListDiff = { changes: [], deletions: [], order: [] }

/** What a patch must say about a merged list. A list of scalars comes out sorted in `original`. Throws `PatchError`. */
export function diffLists(original: Json[], modified: Json[], schema: MergeSchema, diff: Diff): ListDiff {
  if (original.length === 0) return diff.withChanges ? { ...NOTHING, changes: modified } : NOTHING
  const isOfMaps = itemKind(original, modified) === 'map'
  return isOfMaps ? diffMapLists(original, modified, schema, diff) : diffScalarLists(original, modified, diff)
}

function diffMapLists(original: readonly Json[], modified: readonly Json[], schema: MergeSchema, diff: Diff): ListDiff {
  const mergeKey = schema.mergeKeys?.[0] ?? ''
  const { changed, deleted } = diffItems(original, modified, schema, diff)
  const changes = [...sortedBy(changed, modified, mergeKey), ...deleted]
  const isMoved = diff.withChanges && !hasSameOrder(original, modified, mergeKey)
  const isOrdered = diff.withOrder && (isMoved || ((diff.withChanges || diff.withDeletions) && changes.length > 0))
  return { changes, deletions: [], order: isOrdered ? modified.map((item) => nameOf(item, mergeKey)) : [] }
}

function hasSameOrder(original: readonly Json[], modified: readonly Json[], mergeKey: string): boolean {
  if (original.length !== modified.length) return false
  return modified.every((item, at) =>
    sameScalar(mergeKeyValue(original[at] ?? null, mergeKey), mergeKeyValue(item, mergeKey)),
  )
}

function nameOf(item: Json, mergeKey: string): Json {
  const name = newMap()
  setField(name, mergeKey, fieldOf(asMap(item), mergeKey) ?? null)
  return name
}

interface ItemDiff {
  readonly changed: Json[]
  readonly deleted: Json[]
}

/** Both lists are gone through in the order of their keys. */
function diffItems(original: readonly Json[], modified: readonly Json[], schema: MergeSchema, diff: Diff): ItemDiff {
  const mergeKey = schema.mergeKeys?.[0] ?? ''
  const result: ItemDiff = { changed: [], deleted: [] }
  for (const [old, item] of paired(sortedByField(original, mergeKey), sortedByField(modified, mergeKey), mergeKey)) {
    if (old === undefined) {
      if (item !== undefined && diff.withChanges) result.changed.push(item)
    } else if (item === undefined) {
      if (diff.withDeletions) result.deleted.push(deletionOf(old, mergeKey))
    } else {
      const change = diff.diffMaps(asMap(old), asMap(item), schema.items, diff)
      if (Object.keys(change).length === 0) continue
      setField(change, mergeKey, mergeKeyValue(item, mergeKey))
      result.changed.push(change)
    }
  }
  return result
}

function* paired(
  left: readonly Json[],
  right: readonly Json[],
  mergeKey: string,
): Generator<readonly [Json | undefined, Json | undefined]> {
  const text = (item: Json): string => goText(mergeKey === '' ? item : mergeKeyValue(item, mergeKey))
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    const a = left[i]
    const b = right[j]
    const order = a === undefined ? 1 : b === undefined ? -1 : compareBytes(text(a), text(b))
    if (order === 0) yield [a, b]
    else yield order < 0 ? [a, undefined] : [undefined, b]
    if (order <= 0) i++
    if (order >= 0) j++
  }
}

function deletionOf(item: Json, mergeKey: string): Json {
  const deletion = newMap()
  setField(deletion, mergeKey, mergeKeyValue(item, mergeKey))
  deletion[DIRECTIVE] = DELETE
  return deletion
}

function diffScalarLists(original: Json[], modified: readonly Json[], diff: Diff): ListDiff {
  // The reference sorts the list itself, which decides below whether the order counts as changed.
  original.splice(0, original.length, ...sortedScalars(original))
  const added: Json[] = []
  const deleted: Json[] = []
  for (const [old, item] of paired(original, sortedScalars(modified), '')) {
    if (old === undefined && item !== undefined && diff.withChanges) added.push(item)
    if (item === undefined && old !== undefined && diff.withDeletions) deleted.push(old)
  }
  const isChanged = diff.withChanges && !sameJson(original, [...modified])
  const isOrdered = diff.withOrder && (isChanged || (diff.withDeletions && deleted.length > 0))
  return {
    changes: sortedBy(added, modified, ''),
    deletions: withoutRepetition(deleted),
    order: isOrdered ? [...modified] : [],
  }
}
