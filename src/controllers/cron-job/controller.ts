import type { ObjectEvent } from '#client'
import { mapAt, textAt as textOf } from '#kinds'
import { copyOf, isTerminating, type JsonObject, type KubeObject, sameJson, textAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result } from '#reconcile'
import { BY_CONTROLLER, ownerIndexers, ownerKeys } from '../owner/owner.ts'
import { perRun } from '../per-run.ts'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { settleChildren } from './settle.ts'
import { schedulesOf, startDue } from './start.ts'

/** Starts jobs when they are due. Source: kubernetes pkg/controller/cronjob. */
export const cronJobController: Controller = {
  name: 'cronjob',
  component: 'cronjob-controller',
  watches: [
    { type: types.cronJobs, keysOf: keysOfCronJob },
    { type: types.jobs, indexers: ownerIndexers, keysOf: ownerKeys({ apiVersion: 'batch/v1', kind: 'CronJob' }) },
  ],
  reconcile: async ({ namespace, name }, context) => {
    const cronJob = context.informer(types.cronJobs).cache.get(namespace, name)
    return cronJob === undefined ? undefined : sync(cronJob, context)
  },
}

/** What the controller remembers of cron jobs, by their uids. */
interface Memory {
  /** The last run that was started, which the cache may not show yet. */
  readonly started: Map<string, number>
  /** Cron jobs with a new schedule start nothing that was due before it. */
  readonly notBefore: Map<string, number>
}

const memoryOf = perRun<Memory>(() => ({ started: new Map(), notBefore: new Map() }))

function keysOfCronJob({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  const { started, notBefore } = memoryOf(context)
  const uid = textAt(object, 'metadata', 'uid')
  if (type === 'DELETED') {
    started.delete(uid)
    notBefore.delete(uid)
  } else if (previous !== undefined && scheduleText(previous) !== scheduleText(object)) {
    notBefore.set(uid, context.clock.now())
  }
  return [keyOfObject(object)]
}

function scheduleText(cronJob: KubeObject): string {
  const spec = mapAt(cronJob, 'spec')
  return `${textOf(spec, 'schedule')} ${textOf(spec, 'timeZone')}`
}

async function sync(cronJob: KubeObject, context: Context): Promise<Result | undefined> {
  const uid = textAt(cronJob, 'metadata', 'uid')
  const memory = memoryOf(context)
  const jobs = context.informer(types.jobs).cache.byIndex(BY_CONTROLLER, uid)
  const settled = await settleChildren(cronJob, jobs, context)
  const { status } = settled
  let failure: unknown
  let waitMs: number | undefined
  try {
    const schedule = schedulesOf(settled.cronJob, context)
    const isGoing = isTerminating(cronJob)
    if (schedule !== undefined && !isGoing) {
      const before = { startedMs: memory.started.get(uid), notBeforeMs: memory.notBefore.get(uid) }
      const due = await startDue({ cronJob: settled.cronJob, status, schedule, before }, context)
      if (due.startedMs !== undefined) memory.started.set(uid, due.startedMs)
      waitMs = due.waitMs
    }
  } catch (error) {
    failure = error
  }
  await writeStatus(settled.cronJob, status, context)
  if (failure !== undefined) throw failure
  return waitMs === undefined ? undefined : { requeueAfterMs: waitMs }
}

async function writeStatus(cronJob: KubeObject, status: JsonObject, { client }: Context): Promise<void> {
  if (sameJson(status, copyOf(mapAt(cronJob, 'status')))) return
  await unless(['NotFound'], client.update(types.cronJobs, { ...cronJob, status }, { subresource: 'status' }))
}
