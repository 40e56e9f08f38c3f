import { isMap, type Json, type JsonObject } from '../patch/json.ts'

/**
 * Whether a toleration puts up with a taint: without an effect with every effect, without a key with every key; `Exists`
 * with every value, `Equal` (or no operator) with its own. Source: core/v1 Toleration.ToleratesTaint.
 */
export function tolerates(toleration: JsonObject, taint: JsonObject): boolean {
  const { key, operator, effect, value } = toleration
  if (isGiven(effect) && effect !== taint['effect']) return false
  if (isGiven(key) && key !== taint['key']) return false
  if (operator === 'Exists') return true
  return (!isGiven(operator) || operator === 'Equal') && (value ?? '') === (taint['value'] ?? '')
}

/** The first of the taints that matters and that no toleration puts up with. Source: FindMatchingUntoleratedTaint. */
export function findUntoleratedTaint(
  taints: Json | undefined,
  tolerations: Json | undefined,
  matters: (taint: JsonObject) => boolean = () => true,
): JsonObject | undefined {
  if (!Array.isArray(taints)) return undefined
  const known = Array.isArray(tolerations) ? tolerations.filter(isMap) : []
  return taints.filter(isMap).find((taint) => matters(taint) && !known.some((one) => tolerates(one, taint)))
}

/** Whether a taint keeps new pods off a node: `NoSchedule` and `NoExecute` do. */
export function isSchedulingTaint({ effect }: JsonObject): boolean {
  return effect === 'NoSchedule' || effect === 'NoExecute'
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== ''
}
