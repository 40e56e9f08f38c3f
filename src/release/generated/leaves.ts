import { fieldOf, isMap, type Json, type JsonObject, sameJson, setField } from '#kube'

/** A step into a value: a key, the number of an item, or an item by its name. */
type Step = string | number | { readonly by: string; readonly is: Json }

/** Steps into a value. */
export type Way = readonly Step[]

/** Levels that are looked into. */
const MAX_DEPTH = 200

/** The ways to what differs between two values: scalars, or whole parts where their shape differs. */
export function differingWays(one: Json, other: Json, way: Way = []): readonly Way[] {
  if (sameJson(one, other)) return []
  if (way.length < MAX_DEPTH && isMap(one) && isMap(other) && sameKeys(one, other)) {
    return Object.keys(one).flatMap((key) => differingWays(one[key] as Json, other[key] as Json, [...way, key]))
  }
  if (way.length < MAX_DEPTH && Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    const names = namesOf(one, other)
    return one.flatMap((item, at) => differingWays(item, other[at] as Json, [...way, names?.[at] ?? at]))
  }
  return [way]
}

function sameKeys(one: object, other: object): boolean {
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key))
}

/** What items of lists are told apart by. */
const NAMES = ['name', 'key', 'id'] as const

/** The steps to the items of a list by their names, which have to be there, different, and not generated. */
function namesOf(one: readonly Json[], other: readonly Json[]): readonly Step[] | undefined {
  if (!one.every(isMap) || !other.every(isMap)) return undefined
  const by = NAMES.find((name) => {
    const values = one.map((item) => fieldOf(item as JsonObject, name))
    const isNamed = values.every((value) => typeof value === 'string' || typeof value === 'number')
    const isFixed = other.every((item, at) => fieldOf(item as JsonObject, name) === values[at])
    return isNamed && isFixed && new Set(values).size === values.length
  })
  return by && one.map((item) => ({ by, is: (item as JsonObject)[by] as Json }))
}

/** The value at the end of a way; undefined where there is none. */
export function valueAtWay(value: Json | undefined, way: Way): Json | undefined {
  let current = value
  for (const step of way) {
    if (typeof step === 'string') current = isMap(current) ? fieldOf(current, step) : undefined
    else current = Array.isArray(current) ? current[placeIn(current, step)] : undefined
  }
  return current
}

function placeIn(list: readonly Json[], step: Exclude<Step, string>): number {
  if (typeof step === 'number') return step
  return list.findIndex((item) => isMap(item) && fieldOf(item, step.by) === step.is)
}

/** Puts a value at the end of a way that is there (mutates). */
export function setAtWay(value: Json, way: Way, item: Json): void {
  const parent = valueAtWay(value, way.slice(0, -1))
  const last = way.at(-1)
  if (last === undefined) return
  if (typeof last === 'string') {
    if (isMap(parent)) setField(parent, last, item)
    return
  }
  if (!Array.isArray(parent)) return
  const at = placeIn(parent, last)
  if (at >= 0) parent[at] = item
}

/** Changes every text in a value (mutates maps and lists); gives what becomes of the value itself. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) value.forEach((item, at) => (value[at] = mapTexts(item, change)))
  else if (isMap(value))
    for (const key of Object.keys(value)) setField(value, key, mapTexts(value[key] as Json, change))
  return value
}
