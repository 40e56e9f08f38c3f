import type { Json, JsonObject } from '../patch/json.ts'
import type { Atom, ListAtom, MapAtom } from './atom.ts'
import { deduced } from './atom.ts'
import { keyElement, type PathElement, valueElement } from './field-path.ts'

/** A value or nothing. */
export type Maybe = Json | undefined

/** The form of an atom that a value has; nothing and null fit all forms. */
export function narrow(atom: Atom, value: Maybe): Atom {
  if (value === undefined || value === null) return atom
  if (typeof value !== 'object') return atom.asScalar
  return Array.isArray(value) ? atom.asList : atom.asMap
}

/** The map, or undefined for everything else. */
export function mapOf(value: Maybe): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

/** The list, or undefined for everything else. */
export function listOf(value: Maybe): readonly Json[] | undefined {
  return Array.isArray(value) ? value : undefined
}

/** Whether a map has no field. */
export function isEmptyMap(map: JsonObject): boolean {
  for (const _ in map) return false
  return true
}

/** The atom of a field; one that no schema knows is deduced. */
export function fieldAtom(map: MapAtom, key: string): Atom {
  return map.field(key) ?? map.element ?? deduced
}

/** The step to an item of an associative list, or why there is none. */
export function itemElement(list: ListAtom, item: Json): PathElement | ElementFault {
  if (list.keys.length === 0) return setElement(item)
  if (item === null) return new ElementFault('associative list with keys may not have a null element')
  const map = mapOf(item)
  if (map === undefined) return new ElementFault('associative list with keys may not have non-map elements')
  const found: (readonly [string, Json])[] = []
  for (const key of list.keys) {
    const value = Object.hasOwn(map, key) ? map[key] : list.keyDefault(key)
    if (value !== undefined) found.push([key, value])
  }
  if (found.length > 0) return keyElement(found)
  const names = list.keys.map((key) => `"${key}"`).join(' ')
  const why = "(and doesn't have default values for any key fields)"
  return new ElementFault(`associative list with keys has an element that omits all key fields [${names}] ${why}`)
}

/** Why an item cannot be named. */
export class ElementFault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

function setElement(item: Json): PathElement | ElementFault {
  if (item === null) return new ElementFault("associative list without keys has an element that's an explicit null")
  if (Array.isArray(item)) return new ElementFault('not supported: associative list with lists as elements')
  if (typeof item === 'object')
    return new ElementFault("associative list without keys has an element that's a map type")
  return valueElement(item)
}

/** Items of an associative list by their step, in order; items that cannot be named are left out. */
export function itemsByElement(list: ListAtom, items: readonly Json[]): Map<PathElement, Json[]> {
  const found = new Map<PathElement, Json[]>()
  for (const item of items) {
    const element = itemElement(list, item)
    if (element instanceof ElementFault) continue
    const same = found.get(element)
    if (same === undefined) found.set(element, [item])
    else same.push(item)
  }
  return found
}

/** Whether two plain values are the same; the order of keys says nothing. */
export function sameValue(a: Maybe, b: Maybe): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => sameValue(item, b[at]))
  }
  if (Array.isArray(b)) return false
  return sameMap(a as JsonObject, b as JsonObject)
}

function sameMap(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  for (const key of keys) if (!Object.hasOwn(b, key) || !sameValue(a[key], b[key])) return false
  return true
}
