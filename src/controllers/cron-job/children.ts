import { mapAt, mapsAt, numberAt, textAt as textOf } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, textAt } from '#kube'
import { endOf } from '../job/condition.ts'

/** The references to a cron job's running jobs in its status. */
export function activeOf(status: JsonObject): readonly JsonObject[] {
  return mapsAt(status, 'active')
}

/** Takes a job out of the running ones (mutates); says whether it was there. */
export function dropActive(status: JsonObject, uid: string): boolean {
  const before = activeOf(status)
  const left = before.filter((one) => one['uid'] !== uid)
  if (left.length > 0) status['active'] = [...left]
  else delete status['active']
  return left.length !== before.length
}

/** Puts a job among the running ones (mutates). */
export function addActive(status: JsonObject, job: KubeObject): void {
  const { apiVersion, kind, metadata } = job
  const [namespace, uid] = [textAt(metadata, 'namespace'), textAt(metadata, 'uid')]
  const reference = { kind, namespace, name: metadata.name, uid, apiVersion }
  const resourceVersion = textAt(metadata, 'resourceVersion')
  status['active'] = [...activeOf(status), { ...reference, ...(resourceVersion !== '' && { resourceVersion }) }]
}

/** Takes over when the last job succeeded (mutates). */
export function noteSuccess(status: JsonObject, job: KubeObject): void {
  const ended = textOf(mapAt(job, 'status'), 'completionTime')
  if (ended === '' || endOf(job) !== 'Complete') return
  const before = textOf(status, 'lastSuccessfulTime')
  if (before === '' || Date.parse(ended) > Date.parse(before)) status['lastSuccessfulTime'] = ended
}

/** The ended jobs that are more than a cron job keeps, oldest first. Source: kubernetes `cleanupFinishedJobs`. */
export function surplusJobs(cronJob: KubeObject, jobs: readonly KubeObject[]): readonly KubeObject[] {
  const spec = mapAt(cronJob, 'spec')
  const limits = [
    { end: 'Complete', limit: numberAt(spec, 'successfulJobsHistoryLimit') },
    { end: 'Failed', limit: numberAt(spec, 'failedJobsHistoryLimit') },
  ]
  return limits.flatMap(({ end, limit }) => {
    if (limit === undefined) return []
    const ended = jobs.filter((job) => endOf(job) === end).sort(byStart)
    return ended.slice(0, Math.max(0, ended.length - limit)).filter((job) => !isTerminating(job))
  })
}

/** Jobs that did not start are the last. */
function byStart(a: KubeObject, b: KubeObject): number {
  const startOf = (job: KubeObject): string => textOf(mapAt(job, 'status'), 'startTime') || '~'
  const [left, right] = [startOf(a), startOf(b)]
  if (left !== right) return left < right ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}
