import { type JsonObject, timeText } from '#kube'
import type { Verdict } from './limit.ts'

/** Conditions of an autoscaler's status. */
export type ConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited'

/** The conditions with one set; its time is that of the last change of its status. */
export function withCondition(
  conditions: readonly JsonObject[],
  type: ConditionType,
  { isTrue, reason, message }: Verdict,
  nowMs: number,
): readonly JsonObject[] {
  const status = isTrue ? 'True' : 'False'
  const old = conditions.find((one) => one['type'] === type)
  const lastTransitionTime = old?.['status'] === status ? old['lastTransitionTime'] : timeText(nowMs)
  const next = { type, status, lastTransitionTime: lastTransitionTime ?? timeText(nowMs), reason, message }
  return old === undefined ? [...conditions, next] : conditions.map((one) => (one === old ? next : one))
}
