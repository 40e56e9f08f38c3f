import { fieldOf, isMap, type Json, sameJson, setField } from '#kube'

/** Steps into a value: keys and numbers of items. */
export type Way = readonly (string | number)[]

/** Levels that are looked into. */
const MAX_DEPTH = 200

/** The ways to what differs between two values: scalars, or whole parts where their shape differs. */
export function differingWays(one: Json, other: Json, way: Way = []): readonly Way[] {
  if (sameJson(one, other)) return []
  if (way.length < MAX_DEPTH && isMap(one) && isMap(other) && sameKeys(one, other)) {
    return Object.keys(one).flatMap((key) => differingWays(one[key] as Json, other[key] as Json, [...way, key]))
  }
  if (way.length < MAX_DEPTH && Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((item, at) => differingWays(item, other[at] as Json, [...way, at]))
  }
  return [way]
}

function sameKeys(one: object, other: object): boolean {
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key))
}

/** The value at the end of a way; undefined where there is none. */
export function valueAtWay(value: Json | undefined, way: Way): Json | undefined {
  let current = value
  for (const step of way) {
    if (typeof step === 'number') current = Array.isArray(current) ? current[step] : undefined
    else current = isMap(current) ? fieldOf(current, step) : undefined
  }
  return current
}

/** Puts a value at the end of a way that is there (mutates). */
export function setAtWay(value: Json, way: Way, item: Json): void {
  const parent = valueAtWay(value, way.slice(0, -1))
  const last = way.at(-1)
  if (Array.isArray(parent) && typeof last === 'number') parent[last] = item
  else if (isMap(parent) && typeof last === 'string') setField(parent, last, item)
}

/** Changes every text in a value (mutates maps and lists); gives what becomes of the value itself. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) value.forEach((item, at) => (value[at] = mapTexts(item, change)))
  else if (isMap(value))
    for (const key of Object.keys(value)) setField(value, key, mapTexts(value[key] as Json, change))
  return value
}
