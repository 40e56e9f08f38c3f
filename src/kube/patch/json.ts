/** A scalar whose text says more than its value, such as `1.50`, `0x1F` or a date: patches take it as a leaf. */
export interface BoxedScalar {
  readonly text: string
  readonly value: number | bigint | boolean | null | string
}

/** What a patch works on. A map is an object whose prototype is null or `Object.prototype`. */
export type Json = null | boolean | number | string | BoxedScalar | Json[] | JsonObject

/** A map, keys in document order. `__proto__` is only a key. */
export interface JsonObject {
  [key: string]: Json
}

/** True for a map; false for a list, a scalar and a boxed scalar. */
export function isMap(value: Json | undefined): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** True for null, boxed or not. */
export function isNull(value: Json | undefined): boolean {
  return value === null || (isBoxed(value) && value.value === null)
}

/** True for a scalar that is boxed with its text. */
export function isBoxed(value: Json | undefined): value is BoxedScalar {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isMap(value)
}

/** A new map without a prototype. */
export function newMap(): JsonObject {
  return Object.create(null) as JsonObject
}

/** The value of a key, or undefined; never something inherited. */
export function fieldOf(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/** Sets a key of a map (mutates it), whatever the key is called. */
export function setField(map: JsonObject, key: string, value: Json): void {
  if (key !== '__proto__') map[key] = value
  else Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true })
}

/** The text of a scalar as its document has it; empty for maps, lists and what is missing. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (value === undefined) return ''
  if (value === null) return 'null'
  if (typeof value !== 'object') return String(value)
  return isBoxed(value) ? value.text : ''
}

/** The value of a scalar without its box; maps and lists stay as they are. */
export function unboxed(value: Json | undefined): Json | bigint | undefined {
  return isBoxed(value) ? value.value : value
}

/** A copy that shares no map and no list with the original. */
export function copyOf<T extends Json>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T
  if (!isMap(value)) return value
  const copy = newMap()
  for (const key of Object.keys(value)) setField(copy, key, copyOf(value[key] as Json))
  return copy as T
}

/** Whether two values are the same; the order of keys says nothing. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => sameJson(item, b[at]))
  if (!isMap(a)) return !Array.isArray(b) && !isMap(b) && unboxed(a) === unboxed(b)
  if (!isMap(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
}
