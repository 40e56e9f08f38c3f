import type { Json, JsonObject } from '../patch/json.ts'
import type { Atom, ListAtom, MapAtom } from './atom.ts'
import type { PathElement } from './field-path.ts'
import { type Draft, type FieldSet, noFields, union } from './field-set.ts'
import { fieldAtom, isEmptyMap, itemsByElement, listOf, type Maybe, mapOf, narrow, sameValue } from './typed-value.ts'

/** What changed from one value to another; sets are not sorted. */
export interface Comparison {
  readonly added: FieldSet
  readonly modified: FieldSet
  readonly removed: FieldSet
}

/**
 * Compares two values of one type; undefined when nothing differs that anybody can own (typed.TypedValue.Compare). Fields
 * of the root in `leftOut` are not looked at.
 */
export function compare(
  atom: Atom,
  left: Json,
  right: Json,
  leftOut: ReadonlySet<string> = nothing,
): Comparison | undefined {
  const change =
    leftOut.size === 0 || atom.map === undefined
      ? changeOf(atom, left, right)
      : changeOfMaps(atom.map, left, right, leftOut)
  if (change === undefined) return undefined
  const { added = noFields, modified = noFields, removed = noFields } = change
  if (added === noFields && modified === noFields && removed === noFields) return undefined
  return { added, modified, removed }
}

const nothing: ReadonlySet<string> = new Set()

/** What a change is to one path and what is below it. */
interface Change {
  added?: FieldSet
  modified?: FieldSet
  removed?: FieldSet
}

function changeOf(atom: Atom, left: Maybe, right: Maybe): Change | undefined {
  if (atom.isIgnored || (left === right && (typeof left !== 'object' || left === null))) return undefined
  if (left === undefined) return { added: everythingIn(atom, right as Json) }
  if (right === undefined) return { removed: everythingIn(atom, left) }
  const leftForm = narrow(atom, left)
  const rightForm = narrow(atom, right)
  const change = changeIn(rightForm, left, right)
  return leftForm === rightForm ? change : merged(changeIn(leftForm, left, right), change)
}

/** Both are there; `form` says how to look at them. */
function changeIn(form: Atom, left: Json, right: Json): Change | undefined {
  if (form.map !== undefined) return changeOfMaps(form.map, left, right)
  if (form.scalar !== undefined || form.list === undefined) return changeOfLeaf(left, right)
  return changeOfLists(form.list, left, right)
}

function changeOfLeaf(left: Json, right: Json): Change | undefined {
  return sameValue(left, right) ? undefined : { modified: noFields }
}

function changeOfMaps(map: MapAtom, left: Json, right: Json, leftOut = nothing): Change | undefined {
  const [a, b] = [mapOf(left), mapOf(right)]
  const areEmpty = (a === undefined || isEmptyMap(a)) && (b === undefined || isEmptyMap(b))
  if (map.isAtomic || areEmpty) return changeOfLeaf(left, right)
  const change: Change = {}
  for (const key in a) {
    const after = b !== undefined && Object.hasOwn(b, key) ? b[key] : undefined
    const before = (a as JsonObject)[key]
    if (leftOut.has(key)) continue
    if (before !== after || typeof before === 'object')
      add(change, `f:${key}`, changeOf(fieldAtom(map, key), before, after))
  }
  for (const key in b) {
    if ((a === undefined || !Object.hasOwn(a, key)) && !leftOut.has(key)) {
      add(change, `f:${key}`, changeOf(fieldAtom(map, key), undefined, (b as JsonObject)[key]))
    }
  }
  return change
}

function changeOfLists(list: ListAtom, left: Json, right: Json): Change | undefined {
  const [a, b] = [listOf(left) ?? [], listOf(right) ?? []]
  if (list.isAtomic || (a.length === 0 && b.length === 0)) return changeOfLeaf(left, right)
  const before = itemsByElement(list, a)
  const after = itemsByElement(list, b)
  const change: Change = {}
  for (const [element, items] of before) add(change, element, changeOfItems(list, items, after.get(element) ?? []))
  for (const [element, items] of after) {
    if (!before.has(element)) add(change, element, changeOfItems(list, [], items))
  }
  return change
}

/** Items that cannot be told apart are owned together. */
function changeOfItems(list: ListAtom, before: readonly Json[], after: readonly Json[]): Change | undefined {
  if (before.length <= 1 && after.length <= 1) return changeOf(list.items(), before[0], after[0])
  if (before.length >= 2 && after.length >= 2) {
    return sameValue(before as Json[], after as Json[]) ? undefined : { modified: noFields }
  }
  if (before.length >= 2) {
    const [only] = after
    return only === undefined ? { removed: noFields } : { removed: noFields, added: everythingIn(list.items(), only) }
  }
  const [only] = before
  return only === undefined ? { added: noFields } : { added: noFields, removed: everythingIn(list.items(), only) }
}

/** A value that is only there on one side: it and all that is below. */
function everythingIn(atom: Atom, value: Json): FieldSet {
  const form = narrow(atom, value)
  const map = form.map !== undefined && !form.map.isAtomic ? mapOf(value) : undefined
  if (map !== undefined && form.map !== undefined) return fieldsIn(form.map, map)
  const list = form.map === undefined && form.list !== undefined && !form.list.isAtomic ? listOf(value) : undefined
  return list !== undefined && form.list !== undefined ? itemsIn(form.list, list) : noFields
}

function fieldsIn(atom: MapAtom, map: JsonObject): FieldSet {
  let below: Draft | undefined
  for (const key in map) {
    const field = fieldAtom(atom, key)
    if (field.isIgnored) continue
    below ??= { '.': noFields }
    below[`f:${key}`] = everythingIn(field, map[key] as Json)
  }
  return below ?? noFields
}

function itemsIn(atom: ListAtom, list: readonly Json[]): FieldSet {
  if (list.length === 0) return noFields
  const below: Draft = { '.': noFields }
  for (const [element, items] of itemsByElement(atom, list)) {
    below[element] = items.length > 1 ? noFields : everythingIn(atom.items(), items[0] as Json)
  }
  return below
}

function add(change: Change, element: PathElement, below: Change | undefined): void {
  if (below === undefined) return
  if (below.added !== undefined) change.added = put(change.added, element, below.added)
  if (below.modified !== undefined) change.modified = put(change.modified, element, below.modified)
  if (below.removed !== undefined) change.removed = put(change.removed, element, below.removed)
}

function put(set: FieldSet | undefined, element: PathElement, below: FieldSet): FieldSet {
  const draft: Draft = set ?? {}
  draft[element] = below
  return draft
}

function merged(a: Change | undefined, b: Change | undefined): Change | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const change: Change = {}
  for (const side of ['added', 'modified', 'removed'] as const) {
    const [left, right] = [a[side], b[side]]
    const both = left !== undefined && right !== undefined ? union(left, right) : (left ?? right)
    if (both !== undefined) change[side] = both
  }
  return change
}
