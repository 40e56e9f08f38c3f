import { mapAt, numberAt } from '#kinds'
import { type JsonObject, type KubeObject, valueAt } from '#kube'
import { type Conditions, conditionOf, conditionsOf, type Said, withCondition } from './condition.ts'
import { allSets, type Rollout, sizeOf, totalCount, totalSize } from './facts.ts'
import { fencesOf } from './fences.ts'

/** The numbers of a Deployment's status, all of them. */
export interface Counts {
  readonly observedGeneration: number
  readonly replicas: number
  readonly updatedReplicas: number
  readonly readyReplicas: number
  readonly availableReplicas: number
  readonly unavailableReplicas: number
}

/** The counts of a rollout from the statuses of its sets. Source: kubernetes `calculateStatus`. */
export function countsOf(rollout: Rollout): Counts {
  const { deployment, newSet } = rollout
  const sets = allSets(rollout)
  const availableReplicas = totalCount(sets, 'availableReplicas')
  return {
    observedGeneration: Number(valueAt(deployment, 'metadata', 'generation') ?? 0),
    replicas: totalCount(sets, 'replicas'),
    updatedReplicas: newSet === undefined ? 0 : totalCount([newSet], 'replicas'),
    readyReplicas: totalCount(sets, 'readyReplicas'),
    availableReplicas,
    unavailableReplicas: Math.max(0, totalSize(sets) - availableReplicas),
  }
}

/** The conditions that a Deployment has, with Available as the counts make it. */
export function conditionsNow({ deployment }: Rollout, { availableReplicas }: Counts, nowMs: number): Conditions {
  const isAvailable = availableReplicas >= sizeOf(deployment) - fencesOf(deployment).unavailable
  return withCondition(conditionsOf(deployment), conditionOf(isAvailable ? AVAILABLE : UNAVAILABLE, nowMs))
}

const AVAILABLE: Said = {
  type: 'Available',
  status: 'True',
  reason: 'MinimumReplicasAvailable',
  message: 'Deployment has minimum availability.',
}
const UNAVAILABLE: Said = {
  type: 'Available',
  status: 'False',
  reason: 'MinimumReplicasUnavailable',
  message: 'Deployment does not have minimum availability.',
}

/** The status of counts and conditions; what is zero is left out as Go leaves it out. */
export function statusOf(rollout: Rollout, counts: Counts, conditions: Conditions): JsonObject {
  const collisionCount = numberAt(mapAt(rollout.deployment, 'status'), 'collisionCount')
  const terminating = terminatingOf(allSets(rollout))
  return {
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
    ...(terminating !== undefined && { terminatingReplicas: terminating }),
    ...(conditions.length > 0 && { conditions: [...conditions] }),
    ...(collisionCount !== undefined && { collisionCount }),
  }
}

/** Not known as long as a set does not tell. */
function terminatingOf(sets: readonly KubeObject[]): number | undefined {
  let sum = 0
  for (const set of sets) {
    const count = numberAt(mapAt(set, 'status'), 'terminatingReplicas')
    if (count === undefined) return undefined
    sum += count
  }
  return sum
}
