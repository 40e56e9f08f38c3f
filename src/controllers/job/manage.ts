import { isTerminating, type KubeObject } from '#kube'
import type { Context } from '#reconcile'
import { slowStart } from '../owner/slow-start.ts'
import { createPod, isNamespaceClosing, removePod } from '../pod/make.ts'
import { isFinished, isReady } from '../pod/state.ts'
import { type BackOff, failedBackOff, remainingMs } from './back-off.ts'
import { indexesOf, indexOf } from './completion-index.ts'
import { firstGaps, intervalsOf, merge } from './intervals.ts'
import { indexedPod, jobPod } from './job-pod.ts'
import { isTracked, type Look, uidOf } from './look.ts'
import type { Memory } from './memory.ts'
import { releasePod } from './release.ts'
import { podsToRemove } from './removal.ts'

/** What became of a job's pods. */
export interface Course {
  readonly active: number
  readonly ready: number
  readonly terminating: number
  /** Milliseconds until more pods may be made. */
  readonly waitMs?: number
  readonly error?: unknown
}

/** With what pods are made and removed. */
export interface Means {
  readonly memory: Memory
  readonly context: Context
  readonly backOff: BackOff
}

/** As many pods are made or removed at once. */
const BURST = 500

/** Makes or removes pods until as many run as the job asks for. Source: kubernetes `manageJob`. */
export async function manage(look: Look, means: Means): Promise<Course> {
  const { spec, active } = look
  const nowMs = means.context.clock.now()
  if (spec.isSuspended) return remove(look, podsToRemove(look, active.length, nowMs), means)
  const wanted = wantedCount(look)
  const surplus = podsToRemove(look, Math.max(0, active.length - wanted), nowMs).slice(0, BURST)
  if (surplus.length > 0) return remove(look, surplus, means)
  const waitedFor = spec.replacesOnlyFailed ? look.terminating : 0
  const missing = wanted - waitedFor - active.length
  return missing > 0 ? grow(look, Math.min(missing, BURST), means) : unchanged(look)
}

/** Removes every active pod of a job that comes to its end; their finalizers stay until they are counted. */
export async function stopPods(look: Look, { context }: Means): Promise<Course> {
  return removed(look, look.active, (pod) => removePod(look.job, pod, context))
}

function wantedCount({ spec, succeeded, active }: Look): number {
  if (spec.completions === undefined) return succeeded > 0 ? active.length : spec.parallelism
  return Math.max(0, Math.min(spec.parallelism, spec.completions - succeeded))
}

function unchanged({ active, ready, terminating }: Look): Course {
  return { active: active.length, ready, terminating }
}

async function remove(look: Look, pods: readonly KubeObject[], { memory, context }: Means): Promise<Course> {
  const owner = uidOf(look.job)
  memory.expectations.expectDeletions(owner, pods.map(uidOf))
  return removed(look, pods, async (pod) => {
    let isGone = false
    try {
      if (isTracked(pod)) await releasePod(pod, context)
      isGone = await removePod(look.job, pod, context)
    } finally {
      if (!isGone) memory.expectations.deleted(owner, uidOf(pod))
    }
  })
}

async function removed(
  look: Look,
  pods: readonly KubeObject[],
  work: (pod: KubeObject) => Promise<unknown>,
): Promise<Course> {
  const outcomes = await Promise.allSettled(pods.map(work))
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  const count = outcomes.filter((outcome) => outcome.status === 'fulfilled').length
  return {
    active: look.active.length - count,
    ready: look.ready - pods.filter(isReady).length,
    terminating: look.terminating + count,
    ...(failure !== undefined && { error: failure.reason as unknown }),
  }
}

async function grow(look: Look, missing: number, means: Means): Promise<Course> {
  const { job, spec } = look
  const nowMs = means.context.clock.now()
  const waitMs = spec.limitPerIndex === undefined ? remainingMs(means.backOff, nowMs) : 0
  if (waitMs > 0) return { ...unchanged(look), waitMs }
  if (!spec.isIndexed) return make(look, Array(missing).fill(jobPod(job)) as KubeObject[], means)
  const { indexes, laterMs } = indexesToMake(look, missing, nowMs)
  if (indexes.length === 0) return { ...unchanged(look), ...(laterMs !== undefined && { waitMs: laterMs }) }
  const kept = look.indexes?.kept
  return make(
    look,
    indexes.map((index) => indexedPod(job, spec, { index, instead: kept?.get(index) })),
    means,
  )
}

interface ToMake {
  readonly indexes: readonly number[]
  /** Milliseconds until the first index may be tried again. */
  readonly laterMs: number | undefined
}

/** The first indexes without a pod, of those that are not in a pause after a failure of theirs. */
function indexesToMake({ spec, indexes, active, pods }: Look, count: number, nowMs: number): ToMake {
  const busy = spec.replacesOnlyFailed
    ? [...active, ...pods.filter((pod) => isTerminating(pod) && !isFinished(pod))]
    : active
  const taken = merge(merge(indexes?.succeeded ?? [], indexes?.failed ?? []), intervalsOf(indexesOf(busy)))
  const gaps = firstGaps(taken, count, spec.completions ?? 0)
  if (spec.limitPerIndex === undefined) return { indexes: gaps, laterMs: undefined }
  const pauses = gaps.map((index) => {
    const failed = indexes?.kept.get(index)
    return { index, waitMs: failed === undefined ? 0 : remainingMs(failedBackOff(failed), nowMs) }
  })
  const now = pauses.filter(({ waitMs }) => waitMs === 0).map(({ index }) => index)
  const laterMs = now.length > 0 || pauses.length === 0 ? undefined : Math.min(...pauses.map(({ waitMs }) => waitMs))
  return { indexes: now, laterMs }
}

async function make(look: Look, pods: readonly KubeObject[], { memory, context }: Means): Promise<Course> {
  const owner = uidOf(look.job)
  const { expectations } = memory
  expectations.expectCreations(owner, pods.length)
  let lost = 0
  const { succeeded, error } = await slowStart(pods.length, async (at) => {
    try {
      await createPod(look.job, pods[at] as KubeObject, context)
    } catch (failure) {
      if (!isNamespaceClosing(failure)) throw failure
      expectations.created(owner)
      lost += 1
      // nobody takes its place: who is kept to tell the next how often it failed would keep the namespace
      const kept = look.indexes?.kept.get(indexOf(pods[at] as KubeObject) ?? -1)
      if (kept !== undefined) await releasePod(kept, context)
    }
  })
  for (let skipped = succeeded; skipped < pods.length; skipped++) expectations.created(owner)
  const active = look.active.length + succeeded - lost
  return { ...unchanged(look), active, ...(error !== undefined && { error }) }
}
