import { count, type NodeInfo } from '../node/node-info.ts'
import type { PodInfo } from '../pod/pod-info.ts'

/** Which pods are counted. */
export interface CountOf {
  /** The same for what counts the same. */
  readonly key: string
  /** Names of namespaces; undefined for all of them. */
  readonly namespaces: readonly string[] | undefined
  /** Asked for pods of these namespaces. */
  matches(pod: PodInfo): boolean
}

/** Pods of a kind by the node they are on, and by what those nodes' labels say; kept up to date. */
export interface PodCount {
  readonly of: CountOf
  /** By the slot of the node; holes are 0. */
  readonly bySlot: readonly (number | undefined)[]
  readonly total: number
  /** By the value of a node label; nodes without it are left out. */
  byValue(topologyKey: string): ReadonlyMap<string, number>
  /** A pod came (1) to a node or left it (-1). */
  change(pod: PodInfo, node: NodeInfo, sign: 1 | -1): void
}

/** Counts nothing yet; `nodes` gives the nodes there are. */
export function createPodCount(of: CountOf, nodes: () => Iterable<NodeInfo>): PodCount {
  const bySlot: (number | undefined)[] = []
  const byKey = new Map<string, Map<string, number>>()
  let total = 0
  return {
    of,
    bySlot,
    get total() {
      return total
    },
    byValue: (topologyKey) => {
      const present = byKey.get(topologyKey)
      if (present !== undefined) return present
      const made = new Map<string, number>()
      for (const node of nodes()) addTo(made, node.labels[topologyKey], bySlot[node.slot] ?? 0)
      byKey.set(topologyKey, made)
      return made
    },
    change: (pod, node, sign) => {
      if (!of.matches(pod)) return
      bySlot[node.slot] = (bySlot[node.slot] ?? 0) + sign
      total += sign
      for (const [topologyKey, values] of byKey) addTo(values, node.labels[topologyKey], sign)
    },
  }
}

function addTo(values: Map<string, number>, value: unknown, by: number): void {
  if (typeof value === 'string' && by !== 0) count(values, value, by)
}
