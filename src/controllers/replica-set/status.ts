import { listAt, mapAt, numberAt } from '#kinds'
import { type Json, type JsonObject, type KubeObject, timeText, valueAt } from '#kube'
import { conditionOf, isAvailable, isReady } from '../pod/state.ts'
import { labelsOf } from '../select.ts'
import type { ScaleProblem } from './scale.ts'

/** What is seen of the pods of a ReplicaSet or ReplicationController. */
export interface Seen {
  readonly active: readonly KubeObject[]
  /** How many are on their way out; undefined where the status does not tell. */
  readonly terminating: number | undefined
  readonly problem: ScaleProblem | undefined
  readonly nowMs: number
}

/**
 * The status of a ReplicaSet or ReplicationController; what is zero is left out as Go leaves it out.
 * Source: kubernetes pkg/controller/replicaset/replica_set_utils.go.
 */
export function statusOf(owner: KubeObject, { active, terminating, problem, nowMs }: Seen): JsonObject {
  const spec = mapAt(owner, 'spec')
  const wanted = Object.entries(mapAt(spec, 'template', 'metadata', 'labels'))
  const minReadySeconds = numberAt(spec, 'minReadySeconds') ?? 0
  const labelled = active.filter((pod) => hasLabels(pod, wanted)).length
  const ready = active.filter(isReady)
  const available = ready.filter((pod) => isAvailable(pod, minReadySeconds, nowMs)).length
  const conditions = conditionsOf(owner, problem, nowMs)
  return {
    replicas: active.length,
    ...(labelled > 0 && { fullyLabeledReplicas: labelled }),
    ...(ready.length > 0 && { readyReplicas: ready.length }),
    ...(available > 0 && { availableReplicas: available }),
    ...(terminating !== undefined && { terminatingReplicas: terminating }),
    observedGeneration: valueAt(owner, 'metadata', 'generation') ?? 0,
    ...(conditions.length > 0 && { conditions }),
  }
}

function hasLabels(pod: KubeObject, wanted: readonly (readonly [string, Json])[]): boolean {
  const labels = labelsOf(pod)
  return wanted.every(([key, value]) => labels[key] === value)
}

const FAILURE = 'ReplicaFailure'

/** A failure that is told stays as it is until nothing fails. */
function conditionsOf(owner: KubeObject, problem: ScaleProblem | undefined, nowMs: number): Json[] {
  const old = [...listAt(mapAt(owner, 'status'), 'conditions')]
  const told = conditionOf(owner, FAILURE)
  if (problem === undefined) return told === undefined ? old : old.filter((one) => valueAt(one, 'type') !== FAILURE)
  if (told !== undefined) return old
  const { error, reason } = problem
  const message = error instanceof Error ? error.message : String(error)
  return [...old, { type: FAILURE, status: 'True', lastTransitionTime: timeText(nowMs), reason, message }]
}
