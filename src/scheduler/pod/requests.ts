import { mapAt, mapsAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { type Amounts, addAmounts, noAmounts, raiseAmounts, readAmounts } from './amounts.ts'

/** What a pod asks for. */
export interface Requests {
  /** As it is written. */
  readonly plain: Amounts
  /** Each container without a request for cpu or memory counts as a small one: scores use it. */
  readonly nonZero: { readonly cpuMillis: number; readonly memoryBytes: number }
}

const DEFAULT_CPU_MILLIS = 100
const DEFAULT_MEMORY_BYTES = 200 * 1024 * 1024

/**
 * What a whole pod asks for: its containers together with its sidecars, or the largest init container with the sidecars
 * before it; then resources of the pod itself, then overhead. Source: component-helpers resource.PodRequests.
 */
export function requestsOf(pod: KubeObject): Requests {
  const plain = podRequests(pod, (amounts) => amounts)
  const filled = podRequests(pod, withDefaults)
  return {
    plain,
    nonZero: { cpuMillis: filled.get('cpu') ?? 0, memoryBytes: filled.get('memory') ?? 0 },
  }
}

type Fill = (amounts: Amounts) => Amounts

function withDefaults(amounts: Amounts): Amounts {
  if (amounts.has('cpu') && amounts.has('memory')) return amounts
  return new Map([['cpu', DEFAULT_CPU_MILLIS], ['memory', DEFAULT_MEMORY_BYTES], ...amounts])
}

function podRequests(pod: KubeObject, fill: Fill): Amounts {
  const spec = mapAt(pod, 'spec')
  const sum = containerRequests(pod, fill)
  for (const [name, amount] of readAmounts(mapAt(spec, 'resources', 'requests'))) {
    if (name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')) sum.set(name, amount)
  }
  addAmounts(sum, readAmounts(spec['overhead']))
  return sum
}

function containerRequests(pod: KubeObject, fill: Fill): Map<string, number> {
  const spec = mapAt(pod, 'spec')
  const status = mapAt(pod, 'status')
  const running = new Map<string, number>()
  const statuses = resizing(mapsAt(status, 'containerStatuses'))
  for (const container of mapsAt(spec, 'containers')) addAmounts(running, fill(amountsOf(container, statuses, status)))
  const initContainers = mapsAt(spec, 'initContainers')
  if (initContainers.length === 0) return running
  const sidecars = new Map<string, number>()
  const starting = new Map<string, number>()
  const initStatuses = resizing(mapsAt(status, 'initContainerStatuses'))
  for (const container of initContainers) {
    const own = fill(amountsOf(container, initStatuses, status))
    if (container['restartPolicy'] === 'Always') {
      addAmounts(running, own)
      addAmounts(sidecars, own)
      raiseAmounts(starting, sidecars)
    } else {
      const together = new Map(sidecars)
      addAmounts(together, own)
      raiseAmounts(starting, together)
    }
  }
  raiseAmounts(running, starting)
  return running
}

type Statuses = ReadonlyMap<string, JsonObject> | undefined

/** Statuses that say what a container was given: it may still have more than its spec asks for by now. */
function resizing(statuses: readonly JsonObject[]): Statuses {
  const said = statuses.filter((status) => status['resources'] !== undefined)
  return said.length === 0 ? undefined : new Map(said.map((status) => [textAt(status, 'name'), status]))
}

function amountsOf(container: JsonObject, statuses: Statuses, podStatus: JsonObject): Amounts {
  const wanted = readAmounts(mapAt(container, 'resources', 'requests'))
  const status = statuses?.get(textAt(container, 'name'))
  if (status === undefined) return wanted
  const actual = readAmounts(mapAt(status, 'resources', 'requests'))
  const allocated = readAmounts(status['allocatedResources'])
  const most = new Map(isInfeasible(podStatus) ? noAmounts : wanted)
  raiseAmounts(most, actual)
  raiseAmounts(most, allocated)
  return most
}

/** A resize that cannot be done on the node does not count. */
function isInfeasible(podStatus: JsonObject): boolean {
  const pending = mapsAt(podStatus, 'conditions').find(({ type }) => type === 'PodResizePending')
  return pending !== undefined && pending['reason'] === 'Infeasible'
}
