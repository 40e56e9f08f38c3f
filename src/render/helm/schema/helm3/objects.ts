import { type Json, type JsonObject, sortedKeys } from '../json.ts'
import type { Attempting } from './arrays.ts'
import type { Node } from './node.ts'

/** Checks a mapping, apart from its described properties (they come last). */
export function validateObject(node: Node, object: JsonObject, place: Attempting): void {
  const { path, result } = place
  const keys = sortedKeys(object)
  if (node.minProperties !== undefined && keys.length < node.minProperties) {
    result.add(path, `Must have at least ${node.minProperties} properties`)
  }
  if (node.maxProperties !== undefined && keys.length > node.maxProperties) {
    result.add(path, `Must have at most ${node.maxProperties} properties`)
  }
  for (const name of node.required) {
    if (Object.hasOwn(object, name)) result.score++
    else result.add(path, `${name} is required`)
  }
  const described = new Set(node.properties.map(([name]) => name))
  for (const key of keys) {
    const isMatched = validatePatterns(node, key, { object, place })
    if (!isMatched && !described.has(key)) validateAdditional(node, key, { object, place })
  }
  if (node.propertyNames !== undefined) validateNames(node.propertyNames, keys, place)
  result.score++
}

interface Held {
  readonly object: JsonObject
  readonly place: Attempting
}

function validatePatterns(node: Node, key: string, { object, place }: Held): boolean {
  let isMatched = false
  for (const [pattern, child] of node.patternProperties) {
    if (!pattern.matches(key)) continue
    isMatched = true
    place.result.merge(place.attempt(child, object[key] as Json, { name: key, parent: place.path }))
  }
  if (isMatched) place.result.score++
  return isMatched
}

function validateAdditional(node: Node, key: string, { object, place }: Held): void {
  const { additionalProperties } = node
  if (additionalProperties === false) place.result.add(place.path, `Additional property ${key} is not allowed`)
  if (typeof additionalProperties !== 'object') return
  place.result.merge(place.attempt(additionalProperties, object[key] as Json, { name: key, parent: place.path }))
}

function validateNames(child: Node, keys: readonly string[], place: Attempting): void {
  for (const key of keys) {
    const outcome = place.attempt(child, key, place.path)
    if (outcome.isValid()) continue
    place.result.add(place.path, `Property name of "${key}" does not match`)
    place.result.merge(outcome)
  }
}
