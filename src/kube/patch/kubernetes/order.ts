import { fieldOf, isMap, type Json } from '../json.ts'
import { mergeKeyValue } from './items.ts'
import { scalarKey } from './scalar.ts'
import { DELETE, DIRECTIVE } from './words.ts'

/** What orders a merged list. `mergeKey` is empty for lists of scalars. */
export interface Order {
  readonly mergeKey: string
  /** The items that the patch names, sorted as `patchOrder`. */
  readonly patchOrder: readonly Json[]
  /** All other items, sorted as they are in the object. */
  readonly serverOrder: readonly Json[]
}

/**
 * Patch items and server-only items as one list: each group in its own order, a server-only item before the first patch
 * item that follows it in the object. Throws `no-merge-key`.
 */
export function mergeOrdered(patchItems: readonly Json[], serverItems: readonly Json[], order: Order): Json[] {
  const right = sortedBy(patchItems, order.patchOrder, order.mergeKey)
  const left = sortedBy(serverItems, order.serverOrder, order.mergeKey)
  const position = positionsIn(order.serverOrder, order.mergeKey)
  const merged: Json[] = []
  let next = 0
  for (const item of right) {
    while (next < left.length && isBefore(position(left[next]), position(item))) merged.push(left[next++] as Json)
    merged.push(item)
  }
  return [...merged, ...left.slice(next)]
}

function isBefore(left: number | undefined, right: number | undefined): boolean {
  return left !== undefined && right !== undefined && left < right
}

/** A list in the order of another; what is to be deleted goes last. Throws `no-merge-key`. */
export function sortedBy(list: readonly Json[], order: readonly Json[], mergeKey: string): Json[] {
  const position = positionsIn(order, mergeKey)
  if (mergeKey !== '') for (const item of list) mergeKeyValue(item, mergeKey)
  const isDeletion = (item: Json): boolean => isMap(item) && fieldOf(item, DIRECTIVE) === DELETE
  const kept = list.filter((item) => !isDeletion(item))
  return [...insertionSorted(kept, position), ...list.filter(isDeletion)]
}

type Position = (item: Json | undefined) => number | undefined

/** Items without a position go before those that they meet, as the reference's comparison has it. */
function insertionSorted(list: readonly Json[], position: Position): Json[] {
  const places = list.map(position)
  if (places.every((place) => place !== undefined)) {
    return list
      .map((item, at) => ({ item, place: places[at] ?? 0 }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item)
  }
  const sorted: { item: Json; place: number | undefined }[] = []
  for (const [at, item] of list.entries()) {
    const place = places[at]
    let to = sorted.length
    while (to > 0 && isLess(place, sorted[to - 1]?.place)) to--
    sorted.splice(to, 0, { item, place })
  }
  return sorted.map(({ item }) => item)
}

function isLess(a: number | undefined, b: number | undefined): boolean {
  return a === undefined || b === undefined || a < b
}

function positionsIn(order: readonly Json[], mergeKey: string): Position {
  const named = (item: Json | undefined): Json | undefined =>
    mergeKey === '' ? item : isMap(item) ? fieldOf(item, mergeKey) : undefined
  const positions = new Map<string, number>()
  for (const [at, item] of order.entries()) {
    const key = scalarKey(mergeKey === '' ? item : mergeKeyValue(item, mergeKey))
    if (key !== undefined && !positions.has(key)) positions.set(key, at)
  }
  return (item) => positions.get(scalarKey(named(item)) ?? '')
}
