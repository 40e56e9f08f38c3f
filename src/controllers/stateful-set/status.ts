import { mapAt, numberAt } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject } from '#kube'
import { ordinalsOf, revisionOf } from './identity.ts'
import { isRunning, isWorking } from './well.ts'

/** What the status of a stateful set is made of. */
export interface Standing {
  readonly set: KubeObject
  readonly pods: readonly KubeObject[]
  readonly currentRevision: string
  readonly updateRevision: string
  /** Names of revisions that turned out to be taken. */
  readonly collisions: number
  /** Pods that are replaced by newer ones just now. */
  readonly replaced: number
  readonly nowMs: number
}

/** The status of a stateful set; an update that has reached every place makes its revision the current one. */
export function statusOf(standing: Standing): JsonObject {
  const { set, pods, currentRevision, updateRevision, collisions, replaced, nowMs } = standing
  const { conditions } = mapAt(set, 'status')
  const staying = pods.filter((pod) => !isTerminating(pod))
  const updated = countOf(staying, updateRevision)
  const counts = { replicas: pods.length, readyReplicas: pods.filter(isRunning).length, updatedReplicas: updated }
  const isComplete = isRolled(set, counts)
  const current = isComplete ? updated : countOf(staying, currentRevision) - replaced
  return {
    observedGeneration: numberAt(mapAt(set, 'metadata'), 'generation') ?? 0,
    replicas: counts.replicas,
    ...present({ readyReplicas: counts.readyReplicas, currentReplicas: current, updatedReplicas: updated }),
    currentRevision: isComplete ? updateRevision : currentRevision,
    updateRevision,
    collisionCount: collisions,
    ...(conditions !== undefined && { conditions }),
    availableReplicas: pods.filter((pod) => isRunning(pod) && isWorking(pod, set, nowMs)).length,
  }
}

/** Whether a rolling update is done: every place has a ready pod of the new revision, and there is no other pod. */
function isRolled(set: KubeObject, counts: Readonly<Record<string, number>>): boolean {
  const { count } = ordinalsOf(set)
  const isRolling = mapAt(set, 'spec', 'updateStrategy')['type'] === 'RollingUpdate'
  return isRolling && Object.values(counts).every((one) => one === count)
}

function countOf(pods: readonly KubeObject[], revision: string): number {
  return pods.filter((pod) => revisionOf(pod) === revision).length
}

/** Counts of nothing are left out. */
function present(counts: Readonly<Record<string, number>>): JsonObject {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))
}
