import { type JsonObject, setField } from '../patch/json.ts'
import type { Atom, MapAtom } from './atom.ts'
import { mergeItems } from './merge-list.ts'
import { fieldAtom, isEmptyMap, listOf, type Maybe, mapOf, narrow } from './typed-value.ts'

/**
 * An applied configuration laid over a value: what it says wins, nothing is taken away; items stand in its order where it
 * changes a list (typed.TypedValue.Merge). Parts are shared with both.
 */
export function merge(atom: Atom, left: Maybe, right: Maybe): Maybe {
  return mergeAs(narrow(atom, right === undefined ? left : right), left, right)
}

function mergeAs(form: Atom, left: Maybe, right: Maybe): Maybe {
  if (form.map !== undefined) return mergeMaps(form.map, left, right)
  if (form.scalar !== undefined || form.list === undefined) return right === undefined ? left : right
  const { list } = form
  const [a, b] = [listOf(left) ?? [], listOf(right) ?? []]
  if (list.isAtomic || (a.length === 0 && b.length === 0)) return right === undefined ? left : right
  const items = mergeItems(list, { left: a, right: b, mergeItem: (x, y) => merge(list.items(), x, y) })
  return items.length > 0 ? items : undefined
}

function mergeMaps(atom: MapAtom, left: Maybe, right: Maybe): Maybe {
  const [a, b] = [mapOf(left), mapOf(right)]
  const areEmpty = (a === undefined || isEmptyMap(a)) && (b === undefined || isEmptyMap(b))
  if (atom.isAtomic || areEmpty) return right === undefined ? left : right
  const merged: JsonObject = {}
  for (const key in a) {
    const after = b !== undefined && Object.hasOwn(b, key) ? b[key] : undefined
    put(merged, key, merge(fieldAtom(atom, key), (a as JsonObject)[key], after))
  }
  for (const key in b) {
    if (a === undefined || !Object.hasOwn(a, key)) {
      put(merged, key, merge(fieldAtom(atom, key), undefined, (b as JsonObject)[key]))
    }
  }
  return isEmptyMap(merged) ? undefined : merged
}

function put(map: JsonObject, key: string, value: Maybe): void {
  if (value !== undefined) setField(map, key, value)
}
