import { mapAt, mapsAt, numberAt, textAt as textOf } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import { conditionOf } from '../pod/state.ts'
import { failuresBefore, ignoredBefore } from './completion-index.ts'

/** Failures of a job's pods since the last success. */
export interface BackOff {
  readonly failures: number
  /** Of the last failure, in milliseconds. */
  readonly lastMs: number | undefined
}

/** Nothing failed. */
export const noFailures: BackOff = { failures: 0, lastMs: undefined }

const FIRST_MS = 10_000
const LIMIT_MS = 600_000

/** The failures after more pods ended. Source: kubernetes `newBackoffRecord`. */
export function nextBackOff(before: BackOff, succeeded: readonly KubeObject[], failed: readonly KubeObject[]): BackOff {
  if (succeeded.length === 0) {
    if (failed.length === 0) return before
    return { failures: before.failures + failed.length, lastMs: Math.max(...failed.map(finishedAt)) }
  }
  const lastSuccess = Math.max(...succeeded.map(finishedAt))
  const later = failed.map(finishedAt).filter((at) => at > lastSuccess)
  return later.length === 0 ? noFailures : { failures: later.length, lastMs: Math.max(...later) }
}

/** Milliseconds until another pod may be made: 10 s after the first failure, doubled with each, 10 minutes at most. */
export function remainingMs({ failures, lastMs }: BackOff, nowMs: number): number {
  if (failures === 0 || lastMs === undefined) return 0
  const pauseMs = Math.min(LIMIT_MS, FIRST_MS * 2 ** (failures - 1))
  return Math.max(0, pauseMs - (nowMs - lastMs))
}

/** The pause of an index after its last failed pod. */
export function failedBackOff(pod: KubeObject): BackOff {
  return { failures: failuresBefore(pod) + ignoredBefore(pod) + 1, lastMs: finishedAt(pod) }
}

/** When a pod ended, in milliseconds: by its containers, its Ready condition, its deletion, at last by its creation. */
export function finishedAt(pod: KubeObject): number {
  const status = mapAt(pod, 'status')
  const containers = [...mapsAt(status, 'containerStatuses'), ...sidecarStatuses(pod, status)]
  const ends = containers.map((one) => Date.parse(textOf(mapAt(one, 'state', 'terminated'), 'finishedAt')))
  if (ends.length > 0 && !ends.some(Number.isNaN)) return Math.max(...ends)
  const ready = conditionOf(pod, 'Ready')
  const turned = ready?.['status'] === 'False' ? Date.parse(textOf(ready, 'lastTransitionTime')) : Number.NaN
  if (!Number.isNaN(turned)) return turned
  const deletion = Date.parse(textAt(pod, 'metadata', 'deletionTimestamp'))
  if (!Number.isNaN(deletion)) return deletion - (numberAt(pod.metadata, 'deletionGracePeriodSeconds') ?? 0) * 1000
  return Date.parse(textAt(pod, 'metadata', 'creationTimestamp')) || 0
}

/** Init containers that go on running end after the others. */
function sidecarStatuses(pod: KubeObject, status: JsonObject): readonly JsonObject[] {
  const sidecars = mapsAt(mapAt(pod, 'spec'), 'initContainers').filter((one) => one['restartPolicy'] === 'Always')
  if (sidecars.length === 0) return []
  const names = new Set(sidecars.map((one) => textOf(one, 'name')))
  return mapsAt(status, 'initContainerStatuses').filter((one) => names.has(textOf(one, 'name')))
}
