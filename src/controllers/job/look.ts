import { mapAt, numberAt, textAt as textOf, textsAt } from '#kinds'
import { isTerminating, type KubeObject, textAt } from '#kube'
import { isActive, isFinished, isReady, phaseOf } from '../pod/state.ts'
import { finishedAt } from './back-off.ts'
import { failuresBefore, ignoredBefore, indexesOf, validIndexOf } from './completion-index.ts'
import { judge } from './failure-policy.ts'
import { hasIndex, type Intervals, intervalsOf, merge, parseIntervals, totalOf } from './intervals.ts'
import { type JobSpec, specOf } from './spec.ts'

/** Finalizer that keeps a pod until its end is counted. */
export const TRACKING = 'batch.kubernetes.io/job-tracking'

/** A job and its pods as they are seen at one moment. */
export interface Look {
  readonly job: KubeObject
  readonly spec: JobSpec
  readonly pods: readonly KubeObject[]
  readonly active: readonly KubeObject[]
  readonly ready: number
  /** Pods on their way out. */
  readonly terminating: number
  /** Uids in the status whose pods may still have their finalizer. */
  readonly uncounted: { readonly succeeded: ReadonlySet<string>; readonly failed: ReadonlySet<string> }
  /** Uids of pods whose finalizer was taken off, though the cache does not show it. */
  readonly released: ReadonlySet<string>
  /** Pods that ended and are not in the status yet. */
  readonly newSucceeded: readonly KubeObject[]
  readonly newFailed: readonly KubeObject[]
  readonly succeeded: number
  readonly failed: number
  readonly indexes: Indexes | undefined
}

/** What came of the indexes of an indexed job. */
export interface Indexes {
  /** As the status has them. */
  readonly before: Intervals
  readonly succeeded: Intervals
  /** Undefined when failures are not counted by index. */
  readonly failed: Intervals | undefined
  /** Failed pods that are kept until another one takes over their count, by index. */
  readonly kept: ReadonlyMap<number, KubeObject>
}

/** Looks at a job and its pods. Source: kubernetes `syncJob`. */
export function lookAt(job: KubeObject, pods: readonly KubeObject[], released: ReadonlySet<string>): Look {
  const spec = specOf(job)
  const status = mapAt(job, 'status')
  const noted = mapAt(status, 'uncountedTerminatedPods')
  const uncounted = { succeeded: new Set(textsAt(noted, 'succeeded')), failed: new Set(textsAt(noted, 'failed')) }
  const active = pods.filter(isActive)
  const fresh = pods.filter(
    (pod) =>
      isTracked(pod) &&
      !released.has(uidOf(pod)) &&
      (!spec.isIndexed || validIndexOf(pod, spec.completions) !== undefined),
  )
  const newSucceeded = fresh.filter((pod) => !uncounted.succeeded.has(uidOf(pod)) && phaseOf(pod) === 'Succeeded')
  const newFailed = fresh.filter((pod) => !uncounted.failed.has(uidOf(pod)) && isFailed(pod, spec))
  const counting = newFailed.filter((pod) => judge(spec.failureRules, pod).counts).length
  const indexes = spec.isIndexed ? indexesOfJob({ job, spec, pods, active, fresh }) : undefined
  const ended = (numberAt(status, 'succeeded') ?? 0) + newSucceeded.length + uncounted.succeeded.size
  return {
    job,
    spec,
    pods,
    active,
    ready: active.filter(isReady).length,
    terminating: pods.filter((pod) => isTerminating(pod) && !isFinished(pod)).length,
    uncounted,
    released,
    newSucceeded,
    newFailed,
    succeeded: indexes === undefined ? ended : totalOf(indexes.succeeded),
    failed: (numberAt(status, 'failed') ?? 0) + counting + uncounted.failed.size,
    indexes,
  }
}

/** Whether a pod counts as failed: pods that are removed before they end do, unless they are waited for. */
export function isFailed(pod: KubeObject, { replacesOnlyFailed }: JobSpec): boolean {
  const phase = phaseOf(pod)
  return phase === 'Failed' || (!replacesOnlyFailed && isTerminating(pod) && phase !== 'Succeeded')
}

/** Whether a pod's end is still to be counted. */
export function isTracked(pod: KubeObject): boolean {
  return textsAt(pod.metadata, 'finalizers').includes(TRACKING)
}

/** The uid of a pod. */
export function uidOf(pod: KubeObject): string {
  return textAt(pod, 'metadata', 'uid')
}

interface Parts extends Pick<Look, 'job' | 'spec' | 'pods' | 'active'> {
  /** Pods with an index that are not counted yet. */
  readonly fresh: readonly KubeObject[]
}

function indexesOfJob({ job, spec, pods, active, fresh }: Parts): Indexes {
  const status = mapAt(job, 'status')
  const completions = spec.completions ?? 0
  const among = (some: readonly KubeObject[]): Intervals =>
    intervalsOf(some.map((pod) => validIndexOf(pod, completions)).filter((index) => index !== undefined))
  const tracked = pods.filter(isTracked)
  const before = parseIntervals(textOf(status, 'completedIndexes'), completions)
  const succeeded = merge(before, among(tracked.filter((pod) => phaseOf(pod) === 'Succeeded')))
  const { limitPerIndex } = spec
  if (limitPerIndex === undefined) return { before, succeeded, failed: undefined, kept: new Map() }
  const failedBefore = parseIntervals(textOf(status, 'failedIndexes'), completions)
  const failed = merge(failedBefore, among(tracked.filter((pod) => failsIndex(pod, spec, limitPerIndex))))
  const done = merge(merge(succeeded, failed), intervalsOf(indexesOf(active)))
  return { before, succeeded, failed, kept: keptByIndex({ spec, fresh, done }) }
}

function failsIndex(pod: KubeObject, spec: JobSpec, limit: number): boolean {
  if (!isFailed(pod, spec)) return false
  const { action, counts } = judge(spec.failureRules, pod)
  return action === 'FailIndex' || (counts && failuresBefore(pod) >= limit)
}

interface Keeping {
  readonly spec: JobSpec
  readonly fresh: readonly KubeObject[]
  /** Indexes that need no pod to remember their failures. */
  readonly done: Intervals
}

/** The last failed pod of each index that waits for another one. Source: `getPodsWithDelayedDeletionPerIndex`. */
function keptByIndex({ spec, fresh, done }: Keeping): ReadonlyMap<number, KubeObject> {
  const kept = new Map<number, KubeObject>()
  for (const pod of fresh) {
    const index = validIndexOf(pod, spec.completions)
    if (index === undefined || !isFailed(pod, spec) || hasIndex(done, index)) continue
    const other = kept.get(index)
    if (other === undefined || isLater(pod, other)) kept.set(index, pod)
  }
  return kept
}

function isLater(pod: KubeObject, other: KubeObject): boolean {
  const countOf = (one: KubeObject): number => failuresBefore(one) + ignoredBefore(one)
  return countOf(other) <= countOf(pod) && finishedAt(pod) >= finishedAt(other)
}
