import { mapAt, mapsAt } from '#kinds'
import { addQuantities, compareQuantities, type JsonObject, parseQuantity, type Quantity } from '#kube'

/** Amounts by the name of their resource. */
export type ResourceAmounts = ReadonlyMap<string, Quantity>

/** The amounts of a resource list; what is no quantity is left out. */
export function readAmounts(list: JsonObject): ResourceAmounts {
  const amounts = new Map<string, Quantity>()
  for (const [name, text] of Object.entries(list)) {
    const amount = typeof text === 'string' || typeof text === 'number' ? parseQuantity(String(text)) : undefined
    if (amount !== undefined) amounts.set(name, amount)
  }
  return amounts
}

/** Adds one list to another, name by name. */
export function addAmounts(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  if (b.size === 0) return a
  const sum = new Map(a)
  for (const [name, amount] of b) {
    const present = sum.get(name)
    sum.set(name, present === undefined ? amount : addQuantities(present, amount))
  }
  return sum
}

function maxAmounts(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  const most = new Map(a)
  for (const [name, amount] of b) {
    const present = most.get(name)
    if (present === undefined || compareQuantities(amount, present) > 0) most.set(name, amount)
  }
  return most
}

const NOTHING: ResourceAmounts = new Map()

/**
 * What a whole pod asks for and may use: containers together with sidecars, or the largest init container with the sidecars
 * before it, and the overhead; pod-level resources win (component-helpers resource.PodRequests and PodLimits).
 */
export function podResources(spec: JsonObject): {
  readonly requests: ResourceAmounts
  readonly limits: ResourceAmounts
} {
  const overhead = readAmounts(mapAt(spec, 'overhead'))
  const limits = partOf(spec, 'limits')
  // Overhead counts only against limits that are there.
  const limitOverhead = new Map([...overhead].filter(([name]) => limits.has(name)))
  return { requests: addAmounts(partOf(spec, 'requests'), overhead), limits: addAmounts(limits, limitOverhead) }
}

function partOf(spec: JsonObject, part: 'requests' | 'limits'): ResourceAmounts {
  const of = (container: JsonObject): ResourceAmounts => readAmounts(mapAt(container, 'resources', part))
  let running = mapsAt(spec, 'containers').map(of).reduce(addAmounts, NOTHING)
  let sidecars = NOTHING
  let starting = NOTHING
  for (const container of mapsAt(spec, 'initContainers')) {
    if (container['restartPolicy'] === 'Always') {
      running = addAmounts(running, of(container))
      sidecars = addAmounts(sidecars, of(container))
      starting = maxAmounts(starting, sidecars)
    } else starting = maxAmounts(starting, addAmounts(of(container), sidecars))
  }
  const own = readAmounts(mapAt(spec, 'resources', part))
  return new Map([...maxAmounts(running, starting), ...own])
}
