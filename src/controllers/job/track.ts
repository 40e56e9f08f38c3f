import { mapAt, numberAt } from '#kinds'
import { copyOf, type JsonObject, type KubeObject, sameJson, timeText } from '#kube'
import type { Context, EventNote } from '#reconcile'
import { types } from '../types.ts'
import { account, settle, uncountedTotal } from './account.ts'
import type { BackOff } from './back-off.ts'
import { type Condition, holding, putCondition } from './condition.ts'
import { isTracked, type Look, uidOf } from './look.ts'
import type { Memory } from './memory.ts'
import { CRITERIA_MET, FAILURE_TARGET } from './outcome.ts'
import { releasePod } from './release.ts'

/** What is known after pods were made and removed. */
export interface Course {
  /** The status as it is going to be. */
  readonly status: JsonObject
  /** With what the job comes to its end. */
  readonly finished: Condition | undefined
  /** Pods on their way out. */
  readonly terminating: number
  readonly backOff: BackOff
  /** What is told once the status is written. */
  readonly notes: readonly EventNote[]
}

/**
 * Counts pods that ended, exactly once: their uids go into the status, then their finalizers go, then the counts are
 * raised; last the job ends. Throws what the server refuses. Source: kubernetes `trackJobStatusAndRemoveFinalizers`.
 */
export async function track(look: Look, course: Course, memory: Memory, context: Context): Promise<void> {
  const { status } = course
  const nowMs = context.clock.now()
  const { release, isPartial } = account(look, status, course.finished)
  const last = interim(status, course.finished, nowMs)
  const noted = await flush(look.job, status, context)
  if (noted !== look.job) memory.backOffs.set(uidOf(look.job), course.backOff)
  for (const note of course.notes) context.record(noted, note)
  const next = copyOf(mapAt(noted, 'status'))
  const { gone, failures } = await letGo(look, release, { memory, context })
  settle(next, new Set(look.pods.filter((pod) => isTracked(pod) && !isGone(pod, gone, look)).map(uidOf)))
  if (failures.length > 0) {
    await flush(noted, next, context)
    throw failures[0]
  }
  const isOver = last !== undefined && !isPartial && course.terminating === 0 && uncountedTotal(next) === 0
  if (isOver) end(next, last, nowMs)
  const written = await flush(noted, next, context)
  if (isOver) tell(written, last, context)
}

/** Puts the condition before the last one (mutates), and gives the last one. */
function interim(status: JsonObject, finished: Condition | undefined, nowMs: number): Condition | undefined {
  if (finished === undefined) return undefined
  const { type, reason, message } = finished
  if (type === FAILURE_TARGET || type === CRITERIA_MET) putCondition(status, finished, nowMs)
  return holding(type === CRITERIA_MET ? 'Complete' : 'Failed', reason, message)
}

function end(status: JsonObject, last: Condition, nowMs: number): void {
  putCondition(status, last, nowMs)
  if (last.type === 'Complete') status['completionTime'] = timeText(nowMs)
}

async function flush(job: KubeObject, status: JsonObject, { client }: Context): Promise<KubeObject> {
  if (sameJson(status, mapAt(job, 'status'))) return job
  return client.update(types.jobs, { ...job, status }, { subresource: 'status' })
}

interface Means {
  readonly memory: Memory
  readonly context: Context
}

interface LetGo {
  readonly gone: ReadonlySet<string>
  readonly failures: readonly unknown[]
}

async function letGo({ job }: Look, pods: readonly KubeObject[], { memory, context }: Means): Promise<LetGo> {
  const released = memory.released.get(uidOf(job)) ?? new Set<string>()
  if (pods.length > 0) memory.released.set(uidOf(job), released)
  const gone = new Set<string>()
  const failures: unknown[] = []
  const release = async (pod: KubeObject): Promise<void> => {
    // the cache may show it before the server has answered
    released.add(uidOf(pod))
    try {
      await releasePod(pod, context)
      gone.add(uidOf(pod))
    } catch (error) {
      released.delete(uidOf(pod))
      failures.push(error)
    }
  }
  await Promise.all(pods.map(release))
  return { gone, failures }
}

function isGone(pod: KubeObject, gone: ReadonlySet<string>, { released }: Look): boolean {
  return gone.has(uidOf(pod)) || released.has(uidOf(pod))
}

function tell(job: KubeObject, last: Condition, { record }: Context): void {
  if (last.type === 'Failed') return record(job, { type: 'Warning', reason: last.reason, message: last.message })
  const completions = numberAt(mapAt(job, 'spec'), 'completions')
  if (completions !== undefined && (numberAt(mapAt(job, 'status'), 'succeeded') ?? 0) > completions) {
    const message = 'Too many succeeded pods running after completion count reached'
    record(job, { type: 'Warning', reason: 'TooManySucceededPods', message })
  }
  record(job, { type: 'Normal', reason: 'Completed', message: 'Job completed' })
}
