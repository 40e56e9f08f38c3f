import type { Json } from '../patch/json.ts'
import type { ListAtom } from './atom.ts'
import type { PathElement } from './field-path.ts'
import { ElementFault, itemElement, type Maybe } from './typed-value.ts'

/** Two lists whose items are merged by their steps. */
export interface ListMerge {
  readonly left: readonly Json[]
  readonly right: readonly Json[]
  mergeItem(left: Maybe, right: Maybe): Maybe
}

/**
 * The merged items. Items of both sides stand in the order of the right one; items of the left side alone keep their place
 * between them (typed mergingWalker.visitListItems).
 */
export function mergeItems(list: ListAtom, { left, right, mergeItem }: ListMerge): Json[] {
  const before = indexed(list, left)
  const after = indexed(list, right)
  const shared = after.elements.filter((element) => before.values.has(element))
  const done = new Set<PathElement>()
  const out: Json[] = []
  const take = (item: Maybe): void => {
    if (item !== undefined) out.push(item)
  }
  let [at, to, next] = [0, 0, 0]
  while (at < before.elements.length || to < after.elements.length) {
    const element = before.elements[at]
    const target = after.elements[to]
    if (element !== undefined && target !== undefined) {
      if (element === target) {
        done.add(element)
        take(mergeItem(before.values.get(element), after.values.get(element)))
        at++
        to++
        next++
        continue
      }
      if (after.values.has(element) && next < shared.length && shared[next] !== element) {
        at++ // shared, but its turn comes later
        continue
      }
    }
    if (element !== undefined) {
      if (!after.values.has(element)) {
        take(mergeItem(before.items[at], undefined))
        at++
        continue
      }
      if (done.has(element)) at++
    }
    if (target !== undefined) {
      done.add(target)
      take(mergeItem(before.values.get(target), after.values.get(target)))
      to++
      if (shared[next] === target) next++
    }
  }
  return out
}

interface Indexed {
  readonly elements: readonly PathElement[]
  readonly items: readonly Json[]
  /** Repeated items are not merged with anything: null. */
  readonly values: ReadonlyMap<PathElement, Json>
}

function indexed(list: ListAtom, items: readonly Json[]): Indexed {
  const elements: PathElement[] = []
  const named: Json[] = []
  const values = new Map<PathElement, Json>()
  for (const item of items) {
    const element = itemElement(list, item)
    if (element instanceof ElementFault) continue
    values.set(element, values.has(element) ? null : item)
    elements.push(element)
    named.push(item)
  }
  return { elements, items: named, values }
}
