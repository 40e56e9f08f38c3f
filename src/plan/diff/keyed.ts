import { fieldOf, isMap, type Json, type JsonObject, type Schema } from '#kube'
import { itemStep, type Step } from './path.ts'

/** A list whose items have names. */
export interface KeyedList {
  readonly steps: readonly Step[]
  readonly items: ReadonlyMap<Step, JsonObject>
}

/** Two lists by the keys of their items; undefined where they have none, or an item lacks them or comes twice. */
export function keyedLists(
  before: readonly Json[],
  after: readonly Json[],
  schema: Schema | undefined,
): readonly [KeyedList, KeyedList] | undefined {
  const items = [...before, ...after]
  for (const keys of candidates(schema, items)) {
    const [left, right] = [keyed(before, keys), keyed(after, keys)]
    if (left !== undefined && right !== undefined) return [left, right]
  }
  return undefined
}

/** Keys that lists of kinds without a schema are told apart by. */
const USUAL_KEYS: readonly (readonly string[])[] = [['name'], ['key'], ['id']]

/** What the schema says, and where it says nothing what is usual. */
function candidates(schema: Schema | undefined, items: readonly Json[]): readonly (readonly string[])[] {
  if (!items.every(isMap)) return []
  if (schema === undefined) return USUAL_KEYS
  if (schema['x-kubernetes-list-type'] === 'atomic') return []
  const mapKeys = schema['x-kubernetes-list-map-keys']
  const mergeKey = schema['x-kubernetes-patch-merge-key']
  return [...(mapKeys === undefined ? [] : [mapKeys]), ...(mergeKey === undefined ? [] : [[mergeKey]])]
}

function keyed(list: readonly Json[], keys: readonly string[]): KeyedList | undefined {
  const items = new Map<Step, JsonObject>()
  for (const item of list) {
    if (!isMap(item) || !keys.every((key) => isName(fieldOf(item, key)))) return undefined
    items.set(itemStep(item, keys), item)
  }
  return items.size === list.length ? { steps: [...items.keys()], items } : undefined
}

function isName(value: Json | undefined): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
