import { mapAt, mapsAt, textAt } from '#kinds'
import { type JsonObject, type KubeObject, milliValueOf, parseQuantity } from '#kube'

/** Amounts by resource, in thousandths. */
export type Room = ReadonlyMap<string, number>

/**
 * What a pod takes of its node: the sum of its containers and sidecars, or what an init container needs beside the sidecars
 * before it when that is more; and the overhead; and one pod. Source: component-helpers `PodRequests`.
 */
export function roomOf(pod: KubeObject): Room {
  const spec = mapAt(pod, 'spec')
  const total = new Map<string, number>()
  for (const container of mapsAt(spec, 'containers')) add(total, requestsOf(container))
  const sidecars = new Map<string, number>()
  const peak = new Map<string, number>()
  for (const container of mapsAt(spec, 'initContainers')) {
    const own = requestsOf(container)
    if (textAt(container, 'restartPolicy') === 'Always') add(sidecars, own)
    const together = new Map(textAt(container, 'restartPolicy') === 'Always' ? [] : own)
    add(together, sidecars)
    for (const [name, amount] of together) peak.set(name, Math.max(peak.get(name) ?? 0, amount))
  }
  add(total, sidecars)
  for (const [name, amount] of peak) total.set(name, Math.max(total.get(name) ?? 0, amount))
  for (const [name, amount] of amountsOf(mapAt(spec, 'resources', 'requests'))) total.set(name, amount)
  add(total, amountsOf(mapAt(spec, 'overhead')))
  return total.set('pods', 1000)
}

/** Amounts of a resource list; what cannot be read is none. */
export function amountsOf(list: JsonObject): Room {
  return new Map(Object.entries(list).map(([name, value]) => [name, milliOf(value)]))
}

function requestsOf(container: JsonObject): Room {
  return amountsOf(mapAt(container, 'resources', 'requests'))
}

function add(total: Map<string, number>, more: Room): void {
  for (const [name, amount] of more) total.set(name, (total.get(name) ?? 0) + amount)
}

const known = new Map<unknown, number>()
const MAX_KNOWN = 1000

/** The same few texts come over and over. */
function milliOf(value: unknown): number {
  const present = known.get(value)
  if (present !== undefined) return present
  const quantity = parseQuantity(String(value))
  const amount = quantity === undefined ? 0 : Number(milliValueOf(quantity))
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(value, amount)
  return amount
}
