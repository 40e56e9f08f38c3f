import { mapAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { PodInfo } from '../pod/pod-info.ts'
import { ownConstraints, type SpreadConstraint, spreadConstraintsOf, type WhenUneven } from '../pod/spread.ts'
import type { ClusterEvent } from '../queue/event.ts'
import { defaultSelector } from './default-selector.ts'
import type { Cycle, Plugin } from './plugin.ts'
import { spreadFilter } from './spread-filter.ts'
import { spreadScore } from './spread-score.ts'
import { HOSTNAME } from './spread-state.ts'

/** PodTopologySpreadArgs: what holds for pods that say nothing. */
export interface SpreadArgs {
  /** `System`: evenly over hosts and zones, where it costs nothing. */
  readonly defaultingType: 'System' | 'List'
  readonly defaultConstraints: readonly JsonObject[]
}

const SYSTEM: readonly JsonObject[] = [
  { topologyKey: HOSTNAME, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
]

/** Pods of a kind are spread over places. */
export function podTopologySpread({ defaultingType, defaultConstraints }: SpreadArgs): Plugin {
  const defaults = defaultingType === 'System' ? SYSTEM : defaultConstraints
  const constraintsOf = (cycle: Cycle, when: WhenUneven): readonly SpreadConstraint[] => {
    const own = ownConstraints(cycle.pod)
    return own.length > 0 ? spreadConstraintsOf(own, cycle.pod.labels, when) : defaultsFor(cycle, defaults, when)
  }
  return {
    name: 'PodTopologySpread',
    filter: (cycle) => {
      const constraints = constraintsOf(cycle, 'DoNotSchedule')
      return constraints.length === 0 ? undefined : spreadFilter(cycle, constraints)
    },
    score: (cycle, nodes) => {
      const constraints = constraintsOf(cycle, 'ScheduleAnyway')
      if (constraints.length === 0) return undefined
      const needsAllKeys = ownConstraints(cycle.pod).length > 0 || defaultingType !== 'System'
      return spreadScore(cycle, { constraints, needsAllKeys, nodes })
    },
    wakes: {
      AssignedPod: (pod, event) => mayHelp(pod, event),
      TargetPod: () => true,
      Node: (pod, { before, after }) => hasKeys(pod, after) || hasKeys(pod, before),
    },
  }
}

function defaultsFor(cycle: Cycle, defaults: readonly JsonObject[], when: WhenUneven): readonly SpreadConstraint[] {
  const constraints = spreadConstraintsOf(defaults, cycle.pod.labels, when)
  if (constraints.length === 0) return []
  const selector = defaultSelector(cycle)
  return selector.isEverything ? [] : constraints.map((constraint) => ({ ...constraint, selector }))
}

/** A pod that came, went or changed its labels, and that one of the constraints counts. */
function mayHelp(pod: PodInfo, { before, after }: ClusterEvent): boolean {
  const object = after ?? before
  if (object === undefined || object.metadata['namespace'] !== pod.namespace) return false
  const own = ownConstraints(pod)
  if (own.length === 0) return true
  const constraints = spreadConstraintsOf(own, pod.labels, 'DoNotSchedule')
  return [before, after].some((one) =>
    constraints.some(({ selector }) => one !== undefined && selector.matches(labelsOf(one))),
  )
}

function hasKeys(pod: PodInfo, node: KubeObject | undefined): boolean {
  const labels = mapAt(node, 'metadata', 'labels')
  const constraints = ownConstraints(pod).filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
  return (
    node !== undefined && constraints.every((constraint) => labels[textAt(constraint, 'topologyKey')] !== undefined)
  )
}

function labelsOf(object: KubeObject): JsonObject {
  return mapAt(object.metadata, 'labels')
}
