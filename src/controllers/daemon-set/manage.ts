import { mapAt, numberAt } from '#kinds'
import { isTerminating, type KubeObject } from '#kube'
import { isAvailable, isReady, phaseOf } from '../pod/state.ts'
import { inRank, isUpdated } from './daemon-pod.ts'
import { placementsOf } from './placement.ts'
import { allowsSurge } from './strategy.ts'

/** A daemon set, the nodes, and its pods by the node they are on or meant for. */
export interface Fleet {
  readonly set: KubeObject
  /** Hash of the template as it is now. */
  readonly hash: string
  readonly nodes: readonly KubeObject[]
  readonly podsByNode: ReadonlyMap<string, readonly KubeObject[]>
  readonly nowMs: number
}

/** What is to be made and removed. */
export interface Changes {
  /** Names of nodes that get a pod. */
  readonly create: readonly string[]
  readonly remove: readonly KubeObject[]
}

/**
 * The pods that are missing and those that are too many: one on every node that is meant, none elsewhere. Pods that have
 * ended are removed; `mayRetry` says whether one that failed may be by now. Source: daemon controller manage, podsShouldBeOnNode.
 */
export function manage(fleet: Fleet, mayRetry: (nodeName: string) => boolean): Changes {
  const create: string[] = []
  const remove: KubeObject[] = []
  const placement = placementsOf(fleet.set)
  const surges = allowsSurge(fleet.set)
  for (const node of fleet.nodes) {
    const { name } = node.metadata
    const pods = fleet.podsByNode.get(name) ?? []
    const { shouldRun, mayStay } = placement(node)
    if (shouldRun && pods.length === 0) create.push(name)
    else if (!mayStay) remove.push(...pods.filter((pod) => !isTerminating(pod)))
    else {
      const staying = pods.filter((pod) => !isTerminating(pod))
      const running = staying.filter((pod) => !hasEnded(pod))
      remove.push(...staying.filter((pod) => hasEnded(pod) && (phaseOf(pod) !== 'Failed' || mayRetry(name))))
      remove.push(...(surges ? excessWhileSurging(running, fleet) : inRank(running).slice(1)))
      if (surges && shouldRun && running.length === 0) create.push(name)
    }
  }
  return { create, remove: [...remove, ...strandedOf(fleet)] }
}

function hasEnded(pod: KubeObject): boolean {
  const phase = phaseOf(pod)
  return phase === 'Failed' || phase === 'Succeeded'
}

/**
 * Two pods are right only while the one of now is not available and the one of before is ready. Of each sort the oldest
 * one is kept.
 */
function excessWhileSurging(running: readonly KubeObject[], { set, hash, nowMs }: Fleet): readonly KubeObject[] {
  if (running.length < 2) return []
  const ranked = inRank(running)
  const newest = ranked.find((pod) => isUpdated(pod, hash))
  const former = ranked.find((pod) => !isUpdated(pod, hash))
  const excess = ranked.filter((pod) => pod !== newest && pod !== former)
  if (newest === undefined || former === undefined) return excess
  const isDone = !isReady(former) || isAvailable(newest, minReadySecondsOf(set), nowMs)
  return isDone ? [...excess, former] : excess
}

/** How long a pod has to be ready to be available. */
export function minReadySecondsOf(set: KubeObject): number {
  return numberAt(mapAt(set, 'spec'), 'minReadySeconds') ?? 0
}

/** Pods that wait for a node that is not there: nobody else removes them. */
function strandedOf({ nodes, podsByNode }: Fleet): readonly KubeObject[] {
  const names = new Set(nodes.map(({ metadata }) => metadata.name))
  return [...podsByNode]
    .filter(([name]) => !names.has(name))
    .flatMap(([, pods]) => pods.filter((pod) => mapAt(pod, 'spec')['nodeName'] === undefined))
}
