import { mapAt, mapsAt, numberAt } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import { phaseOf } from '../pod/state.ts'
import { type Condition, heldCondition, holding } from './condition.ts'
import { judge } from './failure-policy.ts'
import { totalOf } from './intervals.ts'
import { isFailed, type Look } from './look.ts'
import { metRule } from './success-policy.ts'

/** Condition of a job that will fail once its pods are gone. */
export const FAILURE_TARGET = 'FailureTarget'
/** Condition of a job that will be complete once its pods are gone. */
export const CRITERIA_MET = 'SuccessCriteriaMet'

/**
 * The condition with which a job comes to its end before all its pods have succeeded; undefined when it goes on. `status`
 * is the job's as it is going to be. Source: kubernetes `syncJob`.
 */
export function outcomeOf(look: Look, status: JsonObject, nowMs: number): Condition | undefined {
  const met = heldCondition(status, CRITERIA_MET)
  if (met !== undefined) return met
  const target = heldCondition(status, FAILURE_TARGET)
  if (target !== undefined) return holding('Failed', target.reason, target.message)
  return byPolicy(look) ?? byLimits(look, status, nowMs) ?? byIndexes(look)
}

/** Milliseconds until a job has been active for too long; undefined when there is no such limit or it is suspended. */
export function untilDeadlineMs({ spec }: Look, status: JsonObject, nowMs: number): number | undefined {
  const start = Date.parse(textAt(status, 'startTime'))
  if (spec.deadlineMs === undefined || spec.isSuspended || Number.isNaN(start)) return undefined
  return start + spec.deadlineMs - nowMs
}

function byPolicy({ spec, pods }: Look): Condition | undefined {
  if (spec.failureRules === undefined) return undefined
  for (const pod of pods) {
    const failure = isFailed(pod, spec) ? judge(spec.failureRules, pod).failure : undefined
    if (failure !== undefined) return holding(FAILURE_TARGET, 'PodFailurePolicy', failure)
  }
  return undefined
}

function byLimits(look: Look, status: JsonObject, nowMs: number): Condition | undefined {
  const { spec, failed, pods } = look
  if (failed > spec.backoffLimit || (spec.restartsOnFailure && restartsExceed(pods, spec.backoffLimit))) {
    return holding(FAILURE_TARGET, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  }
  const leftMs = untilDeadlineMs(look, status, nowMs)
  return leftMs !== undefined && leftMs <= 0
    ? holding(FAILURE_TARGET, 'DeadlineExceeded', 'Job was active longer than specified deadline')
    : undefined
}

function restartsExceed(pods: readonly KubeObject[], limit: number): boolean {
  let restarts = 0
  for (const pod of pods) {
    if (!['Running', 'Pending'].includes(phaseOf(pod))) continue
    const status = mapAt(pod, 'status')
    for (const one of [...mapsAt(status, 'initContainerStatuses'), ...mapsAt(status, 'containerStatuses')]) {
      restarts += numberAt(one, 'restartCount') ?? 0
    }
  }
  return limit === 0 ? restarts > 0 : restarts >= limit
}

function byIndexes({ spec, indexes }: Look): Condition | undefined {
  if (indexes === undefined) return undefined
  const completions = spec.completions ?? 0
  const failed = totalOf(indexes.failed ?? [])
  if (spec.maxFailedIndexes !== undefined && indexes.failed !== undefined && failed > spec.maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes'
    return holding(FAILURE_TARGET, 'MaxFailedIndexesExceeded', message)
  }
  if (failed > 0 && failed + totalOf(indexes.succeeded) >= completions) {
    return holding(FAILURE_TARGET, 'FailedIndexes', 'Job has failed indexes')
  }
  const rule = metRule(spec.successRules, indexes.succeeded, completions)
  return rule === undefined ? undefined : holding(CRITERIA_MET, 'SuccessPolicy', rule)
}
