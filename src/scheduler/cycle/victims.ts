import { mapAt, numberAt, textAt } from '#kinds'
import { isTerminating, type KubeObject } from '#kube'
import type { NodeInfo } from '../node/node-info.ts'
import type { Rejection } from '../plugin/rejection.ts'
import { nodeNameOf, type PodInfo } from '../pod/pod-info.ts'
import { selectorOf } from '../pod/term.ts'
import type { Filters } from './filter.ts'

/** A node that a pod would fit on without some pods. */
export interface Candidate {
  readonly node: NodeInfo
  /** The most important one first. */
  readonly victims: readonly PodInfo[]
  /** How many of them a disruption budget would protect. */
  readonly violations: number
}

const NO_VICTIMS: Rejection = {
  plugin: 'DefaultPreemption',
  reasons: ['No preemption victims found for incoming pod'],
  isFinal: true,
}

/**
 * The fewest pods of less priority that have to go for the pod to fit on the node; those that a budget protects are kept
 * first. Source: defaultpreemption SelectVictimsOnNode.
 */
export function selectVictims(
  pod: PodInfo,
  node: NodeInfo,
  { filters, budgets }: { readonly filters: Filters; readonly budgets: readonly KubeObject[] },
): Candidate | Rejection {
  const lesser = [...node.pods.values()].filter((other) => other.priority < pod.priority)
  if (lesser.length === 0) return NO_VICTIMS
  lesser.sort(compareImportance)
  for (const other of lesser) filters.take(other, node)
  const out = new Set(lesser)
  try {
    const rejection = filters.checkNominated(node)
    if (rejection !== undefined) return rejection
    const guarded = protectedBy(budgets, lesser)
    for (const other of [...lesser.filter((one) => guarded.has(one)), ...lesser.filter((one) => !guarded.has(one))]) {
      filters.put(other, node)
      if (filters.checkNominated(node) === undefined) out.delete(other)
      else filters.take(other, node)
    }
    const violations = [...out].filter((other) => guarded.has(other)).length
    return { node, victims: [...out].sort(compareImportance), violations }
  } finally {
    for (const other of out) filters.put(other, node)
  }
}

/** Pods that are more important first: of higher priority, then those that run longer. Source: util MoreImportantPod. */
export function compareImportance(a: PodInfo, b: PodInfo): number {
  return b.priority - a.priority || startMs(a) - startMs(b)
}

/** When a pod began, in milliseconds; one that did not begin is the youngest. */
export function startMs({ object }: PodInfo): number {
  const time = Date.parse(textAt(mapAt(object, 'status'), 'startTime'))
  return Number.isNaN(time) ? Number.MAX_SAFE_INTEGER : time
}

/** Pods whose removal a budget would not allow any more when those before them are gone. */
function protectedBy(budgets: readonly KubeObject[], pods: readonly PodInfo[]): ReadonlySet<PodInfo> {
  const guarded = new Set<PodInfo>()
  const rules = budgets.map((budget) => ({
    namespace: textAt(budget.metadata, 'namespace'),
    selector: selectorOf(mapAt(budget, 'spec')['selector']),
    going: mapAt(budget, 'status', 'disruptedPods'),
    left: numberAt(mapAt(budget, 'status'), 'disruptionsAllowed') ?? 0,
  }))
  for (const pod of pods) {
    for (const rule of rules) {
      const isMeant =
        rule.namespace === pod.namespace && !rule.selector.isEverything && rule.selector.matches(pod.labels)
      if (!isMeant || Object.hasOwn(rule.going, pod.name)) continue
      rule.left--
      if (rule.left < 0) guarded.add(pod)
    }
  }
  return guarded
}

/** Whether the pod was on its way out for another one's sake. */
export function isGoingForAnother({ object }: PodInfo): boolean {
  const conditions = mapAt(object, 'status')['conditions']
  const isMarked =
    Array.isArray(conditions) &&
    conditions.some((one) => {
      const condition = mapAt(one)
      return (
        condition['type'] === 'DisruptionTarget' &&
        condition['status'] === 'True' &&
        condition['reason'] === 'PreemptionByScheduler'
      )
    })
  return isTerminating(object) && isMarked && nodeNameOf(object) !== ''
}
