import type { Json } from '../json.ts'
import { canonicalJson } from './canonical.ts'
import type { Node } from './node.ts'
import type { Path, Place, Result } from './result.ts'

/** Applies a schema to a value on its own. */
export interface Attempting extends Place {
  readonly attempt: (child: Node, value: Json, path: Path) => Result
}

/** Checks a list. */
export function validateArray(node: Node, list: readonly Json[], place: Attempting): void {
  const { path, result } = place
  validateItems(node, list, place)
  if (node.minItems !== undefined && list.length < node.minItems) {
    result.add(path, `Array must have at least ${node.minItems} items`)
  }
  if (node.maxItems !== undefined && list.length > node.maxItems) {
    result.add(path, `Array must have at most ${node.maxItems} items`)
  }
  if (node.uniqueItems === true) validateUnique(list, place)
  if (node.contains !== undefined) validateContains(node.contains, list, place)
  result.score++
}

function validateItems(node: Node, list: readonly Json[], place: Attempting): void {
  const { items } = node
  if (items === undefined) return
  if (!Array.isArray(items)) return validateFrom(items, 0, { list, place })
  items.slice(0, list.length).forEach((child, index) => {
    place.result.merge(place.attempt(child, list[index] as Json, { name: String(index), parent: place.path }))
  })
  if (items.length === 0 || items.length >= list.length) return
  if (node.additionalItems === false) place.result.add(place.path, 'No additional items allowed on array')
  else if (typeof node.additionalItems === 'object') validateFrom(node.additionalItems, items.length, { list, place })
}

interface Listed {
  readonly list: readonly Json[]
  readonly place: Attempting
}

function validateFrom(child: Node, start: number, { list, place }: Listed): void {
  for (let index = start; index < list.length; index++) {
    place.result.merge(place.attempt(child, list[index] as Json, { name: String(index), parent: place.path }))
  }
}

function validateUnique(list: readonly Json[], { path, result }: Place): void {
  const seen = new Map<string, number>()
  list.forEach((item, index) => {
    const text = canonicalJson(item)
    const earlier = seen.get(text)
    if (earlier !== undefined) result.add(path, `array items[${earlier},${index}] must be unique`)
    seen.set(text, index)
  })
}

function validateContains(child: Node, list: readonly Json[], place: Attempting): void {
  let best: Result | undefined
  for (const [index, item] of list.entries()) {
    const outcome = place.attempt(child, item, { name: String(index), parent: place.path })
    if (outcome.isValid()) return
    if (best === undefined || outcome.score > best.score) best = outcome
  }
  place.result.add(place.path, 'At least one of the items must match')
  if (best !== undefined) place.result.merge(best)
}
