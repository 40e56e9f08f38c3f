import { mapAt, mapsAt, numberAt } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import {
  type Conditions,
  conditionOf,
  conditionsOf,
  findCondition,
  type Said,
  withCondition,
  withoutCondition,
} from './condition.ts'
import { limitOf, type Rollout, sizeOf } from './facts.ts'
import type { Counts } from './status.ts'

/** Reasons of the condition Progressing. */
export const reasons = {
  created: 'NewReplicaSetCreated',
  found: 'FoundNewReplicaSet',
  refused: 'ReplicaSetCreateError',
  updated: 'ReplicaSetUpdated',
  done: 'NewReplicaSetAvailable',
  late: 'ProgressDeadlineExceeded',
  paused: 'DeploymentPaused',
  resumed: 'DeploymentResumed',
} as const

/** Whether a rollout has come to its end. Source: kubernetes `DeploymentComplete`. */
export function isComplete(deployment: KubeObject, counts: Counts): boolean {
  const size = sizeOf(deployment)
  return (
    counts.updatedReplicas === size &&
    counts.replicas === size &&
    counts.availableReplicas === size &&
    counts.observedGeneration >= Number(deployment.metadata['generation'] ?? 0)
  )
}

/** The counts that the status of a Deployment tells. */
export function toldCounts(deployment: KubeObject): Counts {
  const status = mapAt(deployment, 'status')
  const count = (name: keyof Counts): number => numberAt(status, name) ?? 0
  return {
    observedGeneration: count('observedGeneration'),
    replicas: count('replicas'),
    updatedReplicas: count('updatedReplicas'),
    readyReplicas: count('readyReplicas'),
    availableReplicas: count('availableReplicas'),
    unavailableReplicas: count('unavailableReplicas'),
  }
}

/** More new pods, fewer old ones, or more that serve. Source: kubernetes `DeploymentProgressing`. */
function hasProgressed(before: Counts, now: Counts): boolean {
  return (
    now.updatedReplicas > before.updatedReplicas ||
    now.replicas - now.updatedReplicas < before.replicas - before.updatedReplicas ||
    now.readyReplicas > before.readyReplicas ||
    now.availableReplicas > before.availableReplicas
  )
}

/** Where a rollout stands: what its sets' statuses come to, and when. */
export interface Stand {
  readonly counts: Counts
  readonly conditions: Conditions
  readonly nowMs: number
}

/**
 * Conditions with what is to be said of the progress of a rollout and of the failures of its sets.
 * Source: kubernetes `syncRolloutStatus`.
 */
export function withProgress(rollout: Rollout, stand: Stand): Conditions {
  const said =
    limitOf(rollout.deployment, 'progressDeadlineSeconds') === undefined
      ? withoutCondition(stand.conditions, 'Progressing')
      : progressing(rollout, stand)
  const failure = failureOf(rollout)
  return failure === undefined ? withoutCondition(said, 'ReplicaFailure') : withCondition(said, failure)
}

function progressing(rollout: Rollout, { counts, conditions, nowMs }: Stand): Conditions {
  const { deployment } = rollout
  const old = findCondition(conditionsOf(deployment), 'Progressing')
  if (counts.replicas === counts.updatedReplicas && old?.['reason'] === reasons.done) return conditions
  const say = (status: Said['status'], reason: string, what: string): JsonObject =>
    conditionOf({ type: 'Progressing', status, reason, message: `${nameOf(rollout)} ${what}` }, nowMs)
  if (isComplete(deployment, counts))
    return withCondition(conditions, say('True', reasons.done, 'has successfully progressed.'))
  if (hasProgressed(toldCounts(deployment), counts)) {
    const condition = say('True', reasons.updated, 'is progressing.')
    const transition = old?.['status'] === 'True' ? old['lastTransitionTime'] : condition['lastTransitionTime']
    return [...withoutCondition(conditions, 'Progressing'), { ...condition, lastTransitionTime: transition ?? null }]
  }
  return isLate(deployment, conditions, nowMs)
    ? withCondition(conditions, say('False', reasons.late, 'has timed out progressing.'))
    : conditions
}

function nameOf({ deployment, newSet }: Rollout): string {
  return newSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newSet.metadata.name}"`
}

/** Nothing moved for longer than the deadline. Source: kubernetes `DeploymentTimedOut`. */
function isLate(deployment: KubeObject, conditions: Conditions, nowMs: number): boolean {
  const condition = findCondition(conditions, 'Progressing')
  if (condition === undefined || condition['reason'] === reasons.done) return false
  return condition['reason'] === reasons.late || deadlineOf(deployment, condition) < nowMs
}

function deadlineOf(deployment: KubeObject, condition: JsonObject): number {
  const seconds = limitOf(deployment, 'progressDeadlineSeconds') ?? 0
  return Date.parse(textAt(condition, 'lastUpdateTime')) + seconds * 1000
}

/** A failure that a set tells: the new one's goes before those of the others. */
function failureOf({ newSet, oldSets }: Rollout): JsonObject | undefined {
  for (const set of newSet === undefined ? oldSets : [newSet, ...oldSets]) {
    const failure = mapsAt(mapAt(set, 'status'), 'conditions').find(({ type }) => type === 'ReplicaFailure')
    if (failure === undefined) continue
    const { type, status, lastTransitionTime, reason, message } = failure
    const known = { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message }
    return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as JsonObject
  }
  return undefined
}

/** When the deadline of a rollout that stands still has to be looked at, in milliseconds from now; undefined for never. */
export function deadlineInMs(deployment: KubeObject, counts: Counts, nowMs: number): number | undefined {
  const condition = findCondition(conditionsOf(deployment), 'Progressing')
  if (limitOf(deployment, 'progressDeadlineSeconds') === undefined || condition === undefined) return undefined
  const { reason } = condition
  if (reason === reasons.late || reason === reasons.done || isComplete(deployment, counts)) return undefined
  // Times are whole seconds: one more, so that it is past.
  return Math.max(0, deadlineOf(deployment, condition) - nowMs) + 1000
}

/**
 * Conditions with the pause or the end of it, so that the time in between does not count. Source: kubernetes
 * `checkPausedConditions`.
 */
export function withPause(deployment: KubeObject, isPaused: boolean, nowMs: number): Conditions {
  const conditions = conditionsOf(deployment)
  const reason = findCondition(conditions, 'Progressing')?.['reason']
  if (limitOf(deployment, 'progressDeadlineSeconds') === undefined || reason === reasons.late) return conditions
  if (isPaused === (reason === reasons.paused)) return conditions
  const said: Said = isPaused
    ? { type: 'Progressing', status: 'Unknown', reason: reasons.paused, message: 'Deployment is paused' }
    : { type: 'Progressing', status: 'Unknown', reason: reasons.resumed, message: 'Deployment is resumed' }
  return withCondition(conditions, conditionOf(said, nowMs))
}
