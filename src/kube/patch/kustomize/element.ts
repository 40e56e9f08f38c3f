import { fieldOf, isMap, isNull, type Json, type JsonObject, textOf } from '../json.ts'
import { wrongKind } from './wrong-kind.ts'

/**
 * What names an item: the fields and their texts, in the same order. One key that is empty stands for the text of a
 * scalar item. There may be fewer values than keys; an empty value is one that any value of the field fits.
 */
export interface ElementKey {
  readonly keys: readonly string[]
  readonly values: readonly string[]
}

/** The texts of the key fields of an item, empty where it has none. */
export function keyTexts(item: Json, keys: readonly string[]): string[] {
  return keys.map((key) => (isMap(item) ? keyText(item, key) : ''))
}

/** The text of a key field, empty where there is none. */
export function keyText(item: JsonObject, key: string): string {
  const value = fieldOf(item, key)
  return isNull(value) ? '' : textOf(value)
}

/** The first item that a key names exactly: here an empty value fits only an empty text, a map or a list. */
export function findElement(list: readonly Json[], { keys, values }: ElementKey): Json | undefined {
  if (keys[0] === '') return list.find((item) => textOf(item) === (values[0] ?? ''))
  return list.find((item) => isMap(item) && keys.every((key, at) => hasText(item, key, values[at] ?? '')))
}

function hasText(item: JsonObject, key: string, text: string): boolean {
  const value = fieldOf(item, key)
  return value !== undefined && textOf(value) === text
}

/** Puts an item in place of every one that the key names, or at the end (mutates the list). Empty items go. */
export function setElement(list: Json[], key: ElementKey, element: Json): void {
  if (!replaceElements(list, key, element) && !isNull(element)) list.push(element)
}

/** Takes out every item that the key names (mutates the list). Empty items go. */
export function removeElements(list: Json[], key: ElementKey): void {
  replaceElements(list, key, undefined)
}

/** Source: ElementSetter in kyaml/yaml/fns.go. Returns whether an item fits. Throws `wrong-kind`. */
function replaceElements(list: Json[], key: ElementKey, element: Json | undefined): boolean {
  const isForMaps = Boolean(key.keys[0]) && Boolean(key.values[0])
  const kept: Json[] = []
  let isFound = false
  for (const item of list) {
    if (isNull(item) || isEmptyMap(item)) continue
    const isNamed = (isMap(item) || !isForMaps) && fits(item, key)
    isFound ||= isNamed
    const next = isNamed ? element : item
    if (next !== undefined && (isNamed || isForMaps || key.values.length > 0)) kept.push(next)
  }
  list.splice(0, list.length, ...kept)
  return isFound
}

function fits(item: Json, { keys, values }: ElementKey): boolean {
  if (values.length === 0) return false
  // Keys beyond the values do not count.
  return keys.slice(0, values.length).every((key, at) => fieldFits(item, key, values[at] ?? ''))
}

function fieldFits(item: Json, key: string, text: string): boolean {
  if (key === '') {
    if (isMap(item) || Array.isArray(item)) throw wrongKind('scalar', item)
    return textOf(item) === text
  }
  if (!isMap(item)) throw wrongKind('map', item)
  const value = fieldOf(item, key)
  return value !== undefined && (text === '' || textOf(value) === text)
}

/** True for a map without fields. */
export function isEmptyMap(value: Json): boolean {
  return isMap(value) && Object.keys(value).length === 0
}
