import { mapAt, mapsAt, numberAt, textAt, textsAt } from '#kinds'
import type { JsonObject, LabelSelector } from '#kube'
import type { PodInfo } from './pod-info.ts'
import { selectorOf, withLabels } from './term.ts'

/** How evenly pods are to be spread over the places that a node label makes. */
export interface SpreadConstraint {
  readonly topologyKey: string
  /** How many more pods than the emptiest place any may have. */
  readonly maxSkew: number
  /** With fewer places than this the emptiest counts as empty. */
  readonly minDomains: number
  readonly selector: LabelSelector
  /** Whether nodes that the pod's node affinity rules out are left out. */
  readonly honoursAffinity: boolean
  /** Whether nodes with taints that the pod does not tolerate are left out. */
  readonly honoursTaints: boolean
}

/** What is done when no place would be even. */
export type WhenUneven = 'DoNotSchedule' | 'ScheduleAnyway'

/** Constraints of a list (`topologySpreadConstraints`) that do this when they are not met. */
export function spreadConstraintsOf(
  list: readonly JsonObject[],
  labels: JsonObject,
  when: WhenUneven,
): readonly SpreadConstraint[] {
  return list
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === when)
    .map((constraint) => ({
      topologyKey: textAt(constraint, 'topologyKey'),
      maxSkew: numberAt(constraint, 'maxSkew') ?? 1,
      minDomains: numberAt(constraint, 'minDomains') ?? 1,
      selector: withLabels(selectorOf(constraint['labelSelector']), textsAt(constraint, 'matchLabelKeys'), labels),
      honoursAffinity: constraint['nodeAffinityPolicy'] !== 'Ignore',
      honoursTaints: constraint['nodeTaintsPolicy'] === 'Honor',
    }))
}

/** The constraints in a pod's spec. */
export function ownConstraints(pod: PodInfo): readonly JsonObject[] {
  return mapsAt(mapAt(pod.object, 'spec'), 'topologySpreadConstraints')
}
