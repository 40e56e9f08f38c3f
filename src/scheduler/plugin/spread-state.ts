import { mapAt } from '#kinds'
import { findUntoleratedTaint, isSchedulingTaint, type NodeMatcher } from '#kube'
import type { PodCount } from '../cluster/pod-count.ts'
import type { NodeInfo } from '../node/node-info.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import type { SpreadConstraint } from '../pod/spread.ts'
import { ownMatcher } from './node-affinity.ts'
import type { Cycle } from './plugin.ts'

/** The label of a node that is its alone. */
export const HOSTNAME = 'kubernetes.io/hostname'

/** A constraint with the count of the pods it selects. */
export interface Counted {
  readonly constraint: SpreadConstraint
  readonly pods: PodCount
}

/** The pods that constraints of a pod select: those of its namespace that are not on their way out. */
export function countedFor({ pod, state }: Cycle, constraints: readonly SpreadConstraint[]): readonly Counted[] {
  return constraints.map((constraint) => {
    const { selector } = constraint
    const matches = (other: PodInfo): boolean => !other.isTerminating && selector.matches(other.labels)
    const key = `spread ${pod.namespace} ${selector.isEverything ? '*' : selector.text}`
    return { constraint, pods: state.count({ key, namespaces: [pod.namespace], matches }) }
  })
}

/** Which nodes count for a constraint of the pod. */
export function inclusion(pod: PodInfo): (constraint: SpreadConstraint, node: NodeInfo) => boolean {
  const matches: NodeMatcher | undefined = ownMatcher(pod)
  const { tolerations } = mapAt(pod.object, 'spec')
  return ({ honoursAffinity, honoursTaints }, { object, taints }) => {
    if (honoursAffinity && matches !== undefined && object !== undefined && !matches(object)) return false
    if (!honoursTaints || taints.length === 0) return true
    return findUntoleratedTaint([...taints], tolerations, isSchedulingTaint) === undefined
  }
}

/** Whether a node has the labels of all constraints. */
export function hasAllKeys(node: NodeInfo, constraints: readonly SpreadConstraint[]): boolean {
  for (const { topologyKey } of constraints) if (node.labels[topologyKey] === undefined) return false
  return true
}

/** The place of a node for a constraint; empty when it is in none. */
export function placeOf({ labels }: NodeInfo, { topologyKey }: SpreadConstraint): string {
  const value = labels[topologyKey]
  return typeof value === 'string' ? value : ''
}
