import type { ObjectEvent } from '#client'
import { mapAt, textAt as textOf } from '#kinds'
import { copyOf, isTerminating, type JsonObject, type KubeObject, textAt, timeText, valueAt } from '#kube'
import { type Context, type Controller, type EventNote, keyOfObject, type ObjectKey, type Result } from '#reconcile'
import { claim } from '../owner/claim.ts'
import { BY_CONTROLLER, ORPHANS, ownerIndexers, ownerKeys } from '../owner/owner.ts'
import { isRefusal } from '../refusal.ts'
import { matchesLabels } from '../select.ts'
import { types } from '../types.ts'
import { putCount } from './account.ts'
import { nextBackOff, noFailures } from './back-off.ts'
import { type Condition, endOf, holding, putCondition } from './condition.ts'
import { type Look, lookAt, TRACKING, uidOf } from './look.ts'
import { type Course, type Means, manage, stopPods } from './manage.ts'
import { forgetJob, memoryOf, observe } from './memory.ts'
import { CRITERIA_MET, outcomeOf, untilDeadlineMs } from './outcome.ts'
import { isManagedElsewhere } from './spec.ts'
import { track } from './track.ts'

const JOB = { apiVersion: 'batch/v1', kind: 'Job' }

/** Runs the pods of jobs to their end. Source: kubernetes pkg/controller/job. */
export const jobController: Controller = {
  name: 'job',
  component: 'job-controller',
  watches: [
    { type: types.jobs, keysOf: keysOfJob },
    { type: types.pods, indexers: ownerIndexers, keysOf: keysOfPod },
  ],
  reconcile: async ({ namespace, name }, context) => {
    const job = context.informer(types.jobs).cache.get(namespace, name)
    if (job === undefined || isManagedElsewhere(job)) return undefined
    const memory = memoryOf(context)
    if (endOf(job) !== undefined) {
      memory.backOffs.delete(uidOf(job))
      return undefined
    }
    const pods = await podsOf(job, context)
    const waitMs = memory.pace.waitMs(uidOf(job), pods.length)
    if (waitMs > 0) return { requeueAfterMs: waitMs }
    try {
      return await sync(job, pods, context)
    } catch (error) {
      if (isRefusal(error, 'NotFound')) return undefined
      throw error
    }
  },
}

function keysOfJob({ type, object }: ObjectEvent, context: Context): readonly ObjectKey[] {
  if (type === 'DELETED') forgetJob(object, memoryOf(context))
  return [keyOfObject(object)]
}

const owners = ownerKeys(JOB, (orphan, context) =>
  context
    .informer(types.jobs)
    .cache.list(textAt(orphan, 'metadata', 'namespace'))
    .filter((job) => selects(job, orphan))
    .map(keyOfObject),
)

function keysOfPod(event: ObjectEvent, context: Context): readonly ObjectKey[] {
  observe(event, memoryOf(context))
  return owners(event, context)
}

function selects(job: KubeObject, pod: KubeObject): boolean {
  return matchesLabels(valueAt(job, 'spec', 'selector'), pod)
}

async function podsOf(job: KubeObject, context: Context): Promise<readonly KubeObject[]> {
  const { cache } = context.informer(types.pods)
  const own = cache.byIndex(BY_CONTROLLER, uidOf(job))
  const orphans = cache.byIndex(ORPHANS, textAt(job, 'metadata', 'namespace'))
  const matches = (pod: KubeObject): boolean => selects(job, pod)
  return claim(
    {
      owner: job,
      ownerType: types.jobs,
      type: types.pods,
      candidates: [...own, ...orphans],
      matches,
      finalizer: TRACKING,
    },
    context,
  )
}

async function sync(job: KubeObject, pods: readonly KubeObject[], context: Context): Promise<Result | undefined> {
  const memory = memoryOf(context)
  const isSettled = memory.expectations.areMet(uidOf(job))
  const nowMs = context.clock.now()
  const look = lookAt(job, pods, new Set(memory.released.get(uidOf(job))))
  const status = copyOf(mapAt(job, 'status'))
  if (textOf(status, 'startTime') === '' && !look.spec.isSuspended) status['startTime'] = timeText(nowMs)
  const backOff = nextBackOff(memory.backOffs.get(uidOf(job)) ?? noFailures, look.newSucceeded, look.newFailed)
  const step = await take(look, { memory, context, backOff }, { status, isSettled })
  const { course, finished, notes } = step
  putCount(status, 'active', course.active)
  status['ready'] = course.ready
  status['terminating'] = course.terminating
  await track(look, { status, finished, terminating: course.terminating, backOff, notes }, memory, context)
  if (course.error !== undefined) throw course.error
  const leftMs = finished === undefined ? untilDeadlineMs(look, status, nowMs) : undefined
  const waits = [leftMs, course.waitMs].filter((wait) => wait !== undefined)
  return waits.length === 0 ? undefined : { requeueAfterMs: Math.max(1, Math.min(...waits)) }
}

interface Step {
  readonly course: Course
  readonly finished: Condition | undefined
  readonly notes: readonly EventNote[]
}

interface Standing {
  readonly status: JsonObject
  /** Whether the cache shows everything that was done before. */
  readonly isSettled: boolean
}

/** Ends a job's pods, or makes and removes some (mutates the status: suspension). */
async function take(look: Look, means: Means, { status, isSettled }: Standing): Promise<Step> {
  const nowMs = means.context.clock.now()
  const outcome = outcomeOf(look, status, nowMs)
  if (outcome !== undefined) {
    const course = await stopPods(look, means)
    // pods that are not removed, or not seen yet, may still have something to say
    const isOver = course.active === 0 && isSettled
    return { course, finished: isOver ? outcome : undefined, notes: [] }
  }
  const mayManage = isSettled && !isTerminating(look.job)
  const { active, ready, terminating } = look
  const course = mayManage ? await manage(look, means) : { active: active.length, ready, terminating }
  if (isComplete(look, course)) return { course, finished: COMPLETE, notes: [] }
  return { course, finished: undefined, notes: mayManage ? suspension(look, status, nowMs) : [] }
}

const COMPLETE = holding(CRITERIA_MET, 'CompletionsReached', 'Reached expected number of succeeded pods')

function isComplete({ spec, succeeded }: Look, { active }: Course): boolean {
  return active === 0 && (spec.completions === undefined ? succeeded > 0 : succeeded >= spec.completions)
}

/**
 * Notes in the status whether a job is suspended (mutates); one that goes on starts its time anew, one that rests has none.
 * Source: kubernetes `syncJob` with MutableSchedulingDirectivesForSuspendedJobs.
 */
function suspension({ spec }: Look, status: JsonObject, nowMs: number): readonly EventNote[] {
  const [isTrue, reason, message] = spec.isSuspended
    ? (['True', 'JobSuspended', 'Job suspended'] as const)
    : (['False', 'JobResumed', 'Job resumed'] as const)
  if (!putCondition(status, { type: 'Suspended', status: isTrue, reason, message }, nowMs)) return []
  if (spec.isSuspended) delete status['startTime']
  else status['startTime'] = timeText(nowMs)
  return [{ type: 'Normal', reason: spec.isSuspended ? 'Suspended' : 'Resumed', message }]
}
