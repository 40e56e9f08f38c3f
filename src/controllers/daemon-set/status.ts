import { mapAt, numberAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { isAvailable, isReady } from '../pod/state.ts'
import { inRank, isUpdated } from './daemon-pod.ts'
import { type Fleet, minReadySecondsOf } from './manage.ts'
import { placementsOf } from './placement.ts'

/** What else the status of a daemon set says. */
export interface Observed {
  /** The generation that was worked on. */
  readonly generation: number
  /** Names of revisions that turned out to be taken. */
  readonly collisions: number | undefined
}

/** The status of a daemon set: of each node that it is meant for, the pod that is there longest counts. */
export function statusOf(fleet: Fleet, { generation, collisions }: Observed): JsonObject {
  const { set, hash, nodes, podsByNode, nowMs } = fleet
  const placement = placementsOf(set)
  const isMeant = (node: KubeObject): boolean => placement(node).shouldRun
  const firstOn = ({ metadata }: KubeObject): KubeObject | undefined => inRank(podsByNode.get(metadata.name) ?? [])[0]
  const meant = nodes.filter(isMeant)
  const pods = meant.map(firstOn).filter((pod) => pod !== undefined)
  const misplaced = nodes.filter((node) => !isMeant(node) && podsByNode.has(node.metadata.name))
  const available = pods.filter((pod) => isAvailable(pod, minReadySecondsOf(set), nowMs)).length
  const { conditions } = mapAt(set, 'status')
  return {
    currentNumberScheduled: pods.length,
    numberMisscheduled: misplaced.length,
    desiredNumberScheduled: meant.length,
    numberReady: pods.filter(isReady).length,
    ...present({
      observedGeneration: generation,
      updatedNumberScheduled: pods.filter((pod) => isUpdated(pod, hash)).length,
      numberAvailable: available,
      numberUnavailable: meant.length - available,
    }),
    ...(collisions !== undefined && { collisionCount: collisions }),
    ...(conditions !== undefined && { conditions }),
  }
}

/** The generation that the status tells already. */
export function observedGenerationOf(set: KubeObject): number {
  return numberAt(mapAt(set, 'status'), 'observedGeneration') ?? 0
}

/** Counts of nothing are left out. */
function present(counts: Readonly<Record<string, number>>): JsonObject {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))
}
