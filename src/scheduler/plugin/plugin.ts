import type { ClusterState } from '../cluster/cluster-state.ts'
import type { Listed } from '../cluster/listed.ts'
import type { KindMemory } from '../cycle/memory.ts'
import type { NodeInfo } from '../node/node-info.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import type { ClusterEvent, EventResource } from '../queue/event.ts'
import type { Rejection } from './rejection.ts'

/** One attempt to place one pod. */
export interface Cycle {
  readonly pod: PodInfo
  readonly state: ClusterState
  readonly listed: Listed
  /** What is known about nodes for pods like this one. */
  readonly known: KindMemory
}

/** A plugin's view of the nodes for one pod. */
export interface Filter {
  /** Undefined: the node can take the pod. */
  check(node: NodeInfo): Rejection | undefined
  /** The only nodes that are worth a look. */
  readonly only?: ReadonlySet<string>
  /** A pod came (1) to a node or left it (-1), to try it out: what was counted before the checks is to follow. */
  shift?(pod: PodInfo, node: NodeInfo, sign: 1 | -1): void
}

/** What nodes are worth to one pod. */
export interface Score {
  /** Whole number. */
  of(node: NodeInfo): number
  /** Brings the scores of all nodes into 0…100 (mutates); absent: they are. */
  normalize?(scores: number[], nodes: readonly NodeInfo[]): void
}

/** One rule of placement. */
export interface Plugin {
  readonly name: string
  /**
   * What it says of a node depends on that node, on what the pod tolerates and asks for (node names, selectors and affinity,
   * resources, ports), and on nothing else: it is remembered for pods that ask for the same.
   */
  readonly isLocal?: boolean
  /** Undefined: nothing to say about this pod. A rejection is of all nodes. */
  filter?(cycle: Cycle): Filter | Rejection | undefined
  /** Undefined: all nodes are worth the same to this pod. `nodes` are those that can take it. */
  score?(cycle: Cycle, nodes: readonly NodeInfo[]): Score | undefined
  /** Changes after which a pod that was rejected is worth another try. */
  readonly wakes: Wakes
}

/** By what changed: whether it may help the pod. */
export type Wakes = Readonly<Partial<Record<EventResource, (pod: PodInfo, event: ClusterEvent) => boolean>>>

/** The best score of a node. */
export const MAX_SCORE = 100

/** Whether a plugin's answer is a rejection of all nodes. */
export function isRejection(answer: Filter | Rejection): answer is Rejection {
  return 'reasons' in answer
}
