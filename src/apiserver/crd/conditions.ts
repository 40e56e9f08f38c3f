import { mapAt } from '#kinds'
import { copyOf, type JsonObject, type KubeObject, timeText } from '#kube'
import { conditionsOf } from './definition.ts'

/** One condition of a definition, without its time. */
export interface Condition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason: string
  readonly message: string
}

/** Sets a condition of a definition (mutates); its time changes with its status (apihelpers SetCRDCondition). */
export function setCondition(definition: KubeObject, condition: Condition, nowMs: number): void {
  const conditions = conditionsOf(definition).map(copyOf)
  const at = conditions.findIndex(({ type }) => type === condition.type)
  const old = conditions[at]
  const isKept = old?.['status'] === condition.status && typeof old['lastTransitionTime'] === 'string'
  const { type, status, reason, message } = condition
  const next: JsonObject = {
    ...old,
    lastTransitionTime: isKept ? (old['lastTransitionTime'] ?? null) : timeText(nowMs),
    message,
    reason,
    status,
    type,
  }
  if (at < 0) conditions.push(next)
  else conditions[at] = next
  definition['status'] = { ...mapAt(definition, 'status'), conditions }
}

/** Takes a condition away (mutates). */
export function removeCondition(definition: KubeObject, type: string): void {
  const conditions = conditionsOf(definition).filter((condition) => condition['type'] !== type)
  definition['status'] = { ...mapAt(definition, 'status'), conditions: conditions.map(copyOf) }
}

/** Whether a definition has a condition with just these words. */
export function hasCondition(definition: KubeObject, { type, status, reason, message }: Condition): boolean {
  const old = conditionsOf(definition).find((condition) => condition['type'] === type)
  return old?.['status'] === status && old['reason'] === reason && old['message'] === message
}
