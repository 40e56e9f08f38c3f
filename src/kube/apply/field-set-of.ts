import type { Json, JsonObject } from '../patch/json.ts'
import type { Atom, ListAtom, MapAtom } from './atom.ts'
import { type Draft, type FieldSet, isEmpty, noFields, sortSet } from './field-set.ts'
import { fieldAtom, isEmptyMap, itemsByElement, listOf, mapOf, narrow } from './typed-value.ts'

/**
 * Every field that an applied configuration speaks of: leaves, items of lists and entries of maps; the fields of structs
 * only by what is in them (typed.TypedValue.ToFieldSet).
 */
export function fieldSetOf(atom: Atom, value: Json): FieldSet {
  return sortSet(belowOf(narrow(atom, value), value) ?? noFields)
}

/** What is below a path; undefined where the path itself is the leaf. */
function belowOf(form: Atom, value: Json): Draft | undefined {
  if (form.map !== undefined) return form.map.isAtomic ? undefined : belowMap(form.map, mapOf(value))
  if (form.scalar !== undefined || form.list === undefined) return undefined
  return form.list.isAtomic ? undefined : belowList(form.list, listOf(value))
}

function belowMap(atom: MapAtom, map: JsonObject | undefined): Draft {
  const below: Draft = {}
  for (const key in map) {
    const field = fieldAtom(atom, key)
    const value = (map as JsonObject)[key] as Json
    const isOwned = value === null || isEmptyMapValue(value) || atom.field(key) === undefined
    put(below, `f:${key}`, { isMember: isOwned, below: belowOf(narrow(field, value), value) })
  }
  return below
}

function isEmptyMapValue(value: Json): boolean {
  const map = mapOf(value)
  return map !== undefined && isEmptyMap(map)
}

function belowList(atom: ListAtom, list: readonly Json[] | undefined): Draft {
  const below: Draft = {}
  const item = atom.items()
  for (const [element, items] of itemsByElement(atom, list ?? [])) {
    const [value] = items
    const inner = items.length > 1 ? undefined : belowOf(narrow(item, value), value as Json)
    put(below, element, { isMember: true, below: inner })
  }
  return below
}

function put(
  set: Draft,
  element: string,
  found: { readonly isMember: boolean; readonly below: Draft | undefined },
): void {
  const { below } = found
  if (below === undefined || isEmpty(below)) {
    if (below === undefined || found.isMember) set[element] = noFields
  } else set[element] = found.isMember ? { '.': noFields, ...below } : below
}
