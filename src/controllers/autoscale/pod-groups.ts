import { isTerminating, type KubeObject, textAt } from '#kube'
import { conditionOf, phaseOf } from '../pod/state.ts'
import type { PodUsage, Usages } from './usage.ts'

/** Usage of CPU is not taken seriously while a pod starts. */
const CPU_INITIALIZATION_MS = 5 * 60_000
const INITIAL_READINESS_MS = 30_000

/** Pods by what their usage says. */
export interface PodGroups {
  /** Pods that count. */
  readonly readyCount: number
  /** Pods that do not run yet, or that are too young for their usage to mean anything. */
  readonly unready: ReadonlySet<string>
  /** Pods of which no usage is known. */
  readonly missing: ReadonlySet<string>
  /** Pods that are gone or going. */
  readonly ignored: ReadonlySet<string>
}

/** Sorts pods; `resource` is empty for a metric that is no resource. Source: kubernetes podautoscaler `groupPods`. */
export function groupPods(pods: readonly KubeObject[], usages: Usages, resource: string, nowMs: number): PodGroups {
  const [unready, missing, ignored] = [new Set<string>(), new Set<string>(), new Set<string>()]
  let readyCount = 0
  for (const pod of pods) {
    const { name } = pod.metadata
    const usage = usages.get(name)
    if (isTerminating(pod) || phaseOf(pod) === 'Failed') ignored.add(name)
    else if (phaseOf(pod) === 'Pending') unready.add(name)
    else if (usage === undefined) missing.add(name)
    else if (resource === 'cpu' && isTooYoung(pod, usage, nowMs)) unready.add(name)
    else readyCount++
  }
  return { readyCount, unready, missing, ignored }
}

function isTooYoung(pod: KubeObject, { atMs, windowMs }: PodUsage, nowMs: number): boolean {
  const condition = conditionOf(pod, 'Ready')
  const startMs = Date.parse(textAt(pod, 'status', 'startTime'))
  if (condition === undefined || Number.isNaN(startMs)) return true
  const changedMs = Date.parse(textAt(condition, 'lastTransitionTime'))
  const isUnready = condition['status'] === 'False'
  // a sample must have been taken wholly after the pod became what it is
  if (startMs + CPU_INITIALIZATION_MS > nowMs) return isUnready || atMs < changedMs + windowMs
  return isUnready && startMs + INITIAL_READINESS_MS > changedMs
}
