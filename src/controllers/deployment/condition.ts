import { mapAt, mapsAt } from '#kinds'
import { type JsonObject, type KubeObject, timeText } from '#kube'

/** What a condition of a Deployment says. */
export interface Said {
  readonly type: 'Available' | 'Progressing' | 'ReplicaFailure'
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason: string
  readonly message: string
}

/** A condition as a Deployment has it. */
export type Conditions = readonly JsonObject[]

/** The conditions that the status of a Deployment has. */
export function conditionsOf(deployment: KubeObject): Conditions {
  return mapsAt(mapAt(deployment, 'status'), 'conditions')
}

/** The condition of a type. */
export function findCondition(conditions: Conditions, type: Said['type']): JsonObject | undefined {
  return conditions.find((one) => one['type'] === type)
}

/** Conditions without the one of a type. */
export function withoutCondition(conditions: Conditions, type: Said['type']): Conditions {
  return conditions.filter((one) => one['type'] !== type)
}

/** A new condition. */
export function conditionOf(said: Said, nowMs: number): JsonObject {
  const { type, status, reason, message } = said
  const now = timeText(nowMs)
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message }
}

/**
 * Conditions with one laid over: the same status for the same reason leaves them as they are, the same status keeps the
 * time of its transition. Source: kubernetes `SetDeploymentCondition`.
 */
export function withCondition(conditions: Conditions, condition: JsonObject): Conditions {
  const old = conditions.find(({ type }) => type === condition['type'])
  const isSameStatus = old !== undefined && old['status'] === condition['status']
  if (isSameStatus && old['reason'] === condition['reason']) return conditions
  const kept = conditions.filter(({ type }) => type !== condition['type'])
  const { lastTransitionTime } = isSameStatus ? old : condition
  return [...kept, { ...condition, lastTransitionTime: lastTransitionTime ?? null }]
}
