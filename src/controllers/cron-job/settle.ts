import { mapAt } from '#kinds'
import { copyOf, type JsonObject, type KubeObject, textAt } from '#kube'
import type { Context } from '#reconcile'
import { endOf } from '../job/condition.ts'
import { isRefusal, unless } from '../refusal.ts'
import { types } from '../types.ts'
import { activeOf, dropActive, noteSuccess, surplusJobs } from './children.ts'

/** A cron job as it was seen last, and its status as it is going to be. */
export interface Settled {
  readonly cronJob: KubeObject
  readonly status: JsonObject
}

/**
 * Brings the status to what became of a cron job's jobs, and removes old ones. Throws what the server refuses.
 * Source: kubernetes `cleanupFinishedJobs`, `syncCronJob`.
 */
export async function settleChildren(
  cronJob: KubeObject,
  jobs: readonly KubeObject[],
  context: Context,
): Promise<Settled> {
  const known = await newest(cronJob, jobs, context)
  const status = copyOf(mapAt(known, 'status'))
  for (const job of surplusJobs(known, jobs)) await removeJob({ cronJob: known, status }, job, context)
  for (const job of jobs) noteJob({ cronJob: known, status }, job, context)
  await dropMissing({ cronJob: known, status }, jobs, context)
  return { cronJob: known, status }
}

/** Removes a job with its pods, and tells of it; says whether it went. */
export async function removeJob({ cronJob, status }: Settled, job: KubeObject, context: Context): Promise<boolean> {
  const { name } = job.metadata
  const place = { namespace: textAt(job, 'metadata', 'namespace'), name }
  try {
    await context.client.remove(types.jobs, place, { propagationPolicy: 'Background' })
  } catch (error) {
    if (isRefusal(error, 'NotFound')) return true
    const message = `Deleted job: ${error instanceof Error ? error.message : String(error)}`
    context.record(cronJob, { type: 'Warning', reason: 'FailedDelete', message })
    return false
  }
  dropActive(status, uidOf(job))
  context.record(cronJob, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted job ${name}` })
  return true
}

function uidOf(job: KubeObject): string {
  return textAt(job, 'metadata', 'uid')
}

function isKnown(cronJob: KubeObject, job: KubeObject): boolean {
  return activeOf(mapAt(cronJob, 'status')).some((one) => one['uid'] === uidOf(job))
}

/** A running job that the status does not know: the cache of cron jobs may be behind. */
async function newest(cronJob: KubeObject, jobs: readonly KubeObject[], { client }: Context): Promise<KubeObject> {
  const isStale = jobs.some((job) => endOf(job) === undefined && !isKnown(cronJob, job))
  if (!isStale) return cronJob
  const { namespace, name } = { namespace: textAt(cronJob, 'metadata', 'namespace'), name: cronJob.metadata.name }
  const fresh = await unless(['NotFound'], client.get(types.cronJobs, { namespace, name }))
  return fresh !== undefined && fresh.metadata['uid'] === cronJob.metadata['uid'] ? fresh : cronJob
}

function noteJob({ cronJob, status }: Settled, job: KubeObject, { record }: Context): void {
  const { name } = job.metadata
  const end = endOf(job)
  if (end === undefined) {
    if (isKnown(cronJob, job)) return
    const message = `Saw a job that the controller did not create or forgot: ${name}`
    record(cronJob, { type: 'Warning', reason: 'UnexpectedJob', message })
    return
  }
  if (dropActive(status, uidOf(job))) {
    record(cronJob, {
      type: 'Normal',
      reason: 'SawCompletedJob',
      message: `Saw completed job: ${name}, condition: ${end}`,
    })
  }
  noteSuccess(status, job)
}

/** Running jobs that are no more. */
async function dropMissing({ cronJob, status }: Settled, jobs: readonly KubeObject[], context: Context): Promise<void> {
  const there = new Set(jobs.map(uidOf))
  for (const reference of activeOf(status)) {
    if (there.has(textAt(reference, 'uid'))) continue
    const place = { namespace: textAt(reference, 'namespace'), name: textAt(reference, 'name') }
    if ((await unless(['NotFound'], context.client.get(types.jobs, place))) !== undefined) continue
    dropActive(status, textAt(reference, 'uid'))
    context.record(cronJob, { type: 'Normal', reason: 'MissingJob', message: `Active job went missing: ${place.name}` })
  }
}
