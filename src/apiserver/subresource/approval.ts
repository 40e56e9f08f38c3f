import { isMap, type Json, type KubeObject, timeText, valueAt } from '#kube'

/** `approval` of a certificate signing request: its conditions alone, with their times filled in. */
export function mergeApproval(object: KubeObject, old: KubeObject, nowMs: number): KubeObject {
  const conditions = valueAt(object, 'status', 'conditions')
  const before = valueAt(old, 'status', 'conditions')
  const status = isMap(old['status']) ? { ...old['status'] } : {}
  if (Array.isArray(conditions)) status['conditions'] = conditions.map((condition) => timed(condition, before, nowMs))
  else delete status['conditions']
  return { ...old, metadata: object.metadata, status }
}

/** `lastUpdateTime` is now where none is said; `lastTransitionTime` when the status of the condition is new. */
function timed(condition: Json, before: Json | undefined, nowMs: number): Json {
  if (!isMap(condition)) return condition
  const now = timeText(nowMs)
  const known = Array.isArray(before)
    ? before.find(
        (other) => valueAt(other, 'type') === condition['type'] && valueAt(other, 'status') === condition['status'],
      )
    : undefined
  const transition = condition['lastTransitionTime'] ?? valueAt(known, 'lastTransitionTime') ?? now
  return { ...condition, lastUpdateTime: condition['lastUpdateTime'] ?? now, lastTransitionTime: transition }
}
