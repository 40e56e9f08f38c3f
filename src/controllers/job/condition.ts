import { mapsAt, textAt } from '#kinds'
import { type JsonObject, timeText } from '#kube'

/** What a condition of a job says. */
export interface Condition {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

/** A true condition. */
export function holding(type: string, reason = '', message = ''): Condition {
  return { type, status: 'True', reason, message }
}

/** The condition of a type that holds. */
export function heldCondition(status: JsonObject, type: string): Condition | undefined {
  const found = mapsAt(status, 'conditions').find((one) => one['type'] === type && one['status'] === 'True')
  return found && holding(type, textAt(found, 'reason'), textAt(found, 'message'))
}

/** Whether a job has ended: `Complete`, `Failed`, or undefined. */
export function endOf(job: JsonObject): string | undefined {
  const status = (job['status'] ?? {}) as JsonObject
  return ['Complete', 'Failed'].find((type) => heldCondition(status, type) !== undefined)
}

/**
 * Puts a condition into a status (mutates), and says whether that changed it; one that never held is not put there as
 * false. Source: kubernetes `ensureJobConditionStatus`.
 */
export function putCondition(status: JsonObject, condition: Condition, nowMs: number): boolean {
  const conditions = mapsAt(status, 'conditions')
  const present = conditions.find((one) => one['type'] === condition.type)
  const isSame =
    present?.['status'] === condition.status &&
    textAt(present, 'reason') === condition.reason &&
    textAt(present, 'message') === condition.message
  if (isSame || (present === undefined && condition.status === 'False')) return false
  const time = timeText(nowMs)
  const { type, status: is, reason, message } = condition
  const made: JsonObject = {
    type,
    status: is,
    lastProbeTime: time,
    lastTransitionTime: time,
    ...(reason !== '' && { reason }),
    ...(message !== '' && { message }),
  }
  status['conditions'] =
    present === undefined ? [...conditions, made] : conditions.map((one) => (one === present ? made : one))
  return true
}
