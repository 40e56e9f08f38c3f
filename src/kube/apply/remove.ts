import { type Json, type JsonObject, setField } from '../patch/json.ts'
import type { Atom, ListAtom, MapAtom } from './atom.ts'
import { type Draft, type FieldSet, isEmpty, isMember, noFields, union } from './field-set.ts'
import { ElementFault, fieldAtom, isEmptyMap, itemElement, listOf, type Maybe, mapOf, narrow } from './typed-value.ts'

/** A value without the fields and items of a set (typed.TypedValue.RemoveItems); undefined when nothing is left. */
export function removeFields(atom: Atom, value: Json, set: FieldSet): Maybe {
  const form = narrow(atom, value)
  if (form.map !== undefined) return removeFromMap(form.map, value, set)
  if (form.scalar !== undefined || form.list === undefined) return value
  return removeFromList(form.list, value, set)
}

/** An atomic or empty container that is looked into is taken away. */
function removeFromMap(atom: MapAtom, value: Json, set: FieldSet): Maybe {
  const map = mapOf(value)
  if (map === undefined || isEmptyMap(map) || atom.isAtomic) return undefined
  const rest: JsonObject = {}
  for (const key of Object.keys(map)) {
    const below = set[`f:${key}`]
    if (isMember(below)) continue
    const field = map[key] as Json
    // What has nothing left becomes null: that it was there still counts when owners are compared.
    const left = below === undefined ? field : (removeFields(fieldAtom(atom, key), field, below) ?? null)
    setField(rest, key, left)
  }
  return isEmptyMap(rest) ? undefined : rest
}

function removeFromList(atom: ListAtom, value: Json, set: FieldSet): Maybe {
  const list = listOf(value)
  if (list === undefined || list.length === 0 || atom.isAtomic) return undefined
  const rest: Json[] = []
  for (const item of list) {
    const element = itemElement(atom, item)
    const below = element instanceof ElementFault ? undefined : set[element]
    if (isMember(below)) continue
    rest.push(below === undefined ? item : (removeFields(atom.items(), item, below) ?? null))
  }
  return rest.length > 0 ? rest : undefined
}

/** The set with every declared field that leads to a member made a member too (Set.EnsureNamedFieldsAreMembers). */
export function withNamedFields(set: FieldSet, atom: Atom | undefined): FieldSet {
  const wide: Draft = {}
  for (const element in set) {
    const below = set[element] as FieldSet
    if (isEmpty(below)) {
      wide[element] = noFields
      continue
    }
    const field = element.startsWith('f:') ? atom?.map?.field(element.slice(2)) : undefined
    const inner = field ?? innerAtom(atom, element)
    const deep = withNamedFields(below, inner)
    wide[element] = field === undefined ? deep : union({ '.': noFields }, deep)
  }
  return wide
}

function innerAtom(atom: Atom | undefined, element: string): Atom | undefined {
  if (element.startsWith('f:')) return atom?.map?.element
  return element.startsWith('k:') ? atom?.list?.items() : undefined
}
