import type { KubeObject } from '#kube'
import { createTaintQueue, isExcluded, rateOf, stateOf, type TaintQueue, type ZoneState, zoneOf } from './zone.ts'

/** What is to be done beside the rates after zones were judged. */
export type Turn = 'none' | 'all-went-dark' | 'came-back'

/** Every zone that has nodes, with its queue. */
export interface Zones {
  /** The queue of a node's zone. */
  queueOf(node: KubeObject): TaintQueue
  /** Judges every zone and sets its rate; when no node of any zone is ready, nobody is driven off anywhere. */
  judge(nodes: readonly KubeObject[], nowMs: number): Turn
  /** Every queue. */
  readonly queues: Iterable<TaintQueue>
}

interface Zone {
  readonly queue: TaintQueue
  state: ZoneState
}

/** No zone yet. Source: kubernetes nodelifecycle handleDisruption. */
export function createZones(): Zones {
  const zones = new Map<string, Zone>()
  const zoneAt = (name: string): Zone => {
    const present = zones.get(name)
    if (present !== undefined) return present
    const made: Zone = { queue: createTaintQueue(), state: 'initial' }
    zones.set(name, made)
    return made
  }
  return {
    queueOf: (node) => zoneAt(zoneOf(node)).queue,
    judge: (nodes, nowMs) => {
      const members = Map.groupBy(
        nodes.filter((node) => !isExcluded(node)),
        zoneOf,
      )
      for (const name of zones.keys()) if (!members.has(name)) zones.delete(name)
      const wasDark = zones.size > 0 && [...zones.values()].every(({ state }) => state === 'full-disruption')
      const judged = [...members].map(([name, list]) => ({
        zone: zoneAt(name),
        size: list.length,
        state: stateOf(list),
      }))
      const isDark = judged.length > 0 && judged.every(({ state }) => state === 'full-disruption')
      for (const { zone, size, state } of judged) {
        zone.queue.setRate(isDark ? 0 : rateOf(state, size), nowMs)
        zone.state = state
      }
      if (isDark === wasDark) return 'none'
      return isDark ? 'all-went-dark' : 'came-back'
    },
    get queues() {
      return zones.values().map(({ queue }) => queue)
    },
  }
}
