import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { coreType, type ResourceType } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import { fastClock } from './fast-clock.ts'

/** A minute is half a second. */
const clock = fastClock(120)
const batch = (resource: string, kind: string): ResourceType => ({
  group: 'batch',
  version: 'v1',
  resource,
  kind,
  isNamespaced: true,
})
const cronJobs = batch('cronjobs', 'CronJob')
const jobs = batch('jobs', 'Job')
const events = coreType('events', 'Event')
const namespace = 'default'
const soon = { timeout: 15_000, interval: 50 }

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({ listens: false, clock })
})
afterAll(() => cluster.stop())

async function create(name: string, spec: JsonObject, command: readonly string[] = ['true']): Promise<void> {
  const containers = [{ name: 'c', image: 'busybox', command: [...command] }]
  const template = { metadata: { labels: { of: name } }, spec: { restartPolicy: 'Never', containers } }
  await cluster.client.create(cronJobs, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace },
    spec: { schedule: '* * * * *', jobTemplate: { metadata: { labels: { of: name } }, spec: { template } }, ...spec },
  })
}

async function jobsOf(name: string): Promise<readonly KubeObject[]> {
  return (await cluster.client.list(jobs, { namespace, labelSelector: `of=${name}` })).items
}

async function reasonsOf(name: string): Promise<readonly string[]> {
  const { items } = await cluster.client.list(events, { namespace, fieldSelector: `involvedObject.name=${name}` })
  return items.map((event) => textAt(event, 'reason'))
}

const minuteOf = (job: KubeObject): number => Number(/-(\d+)$/.exec(job.metadata.name)?.[1])

test('each minute has its job, and only so many that ended are kept', async () => {
  await create('minutes', { successfulJobsHistoryLimit: 2 })
  const seen = new Set<number>()
  await vi.waitFor(async () => {
    for (const job of await jobsOf('minutes')) seen.add(minuteOf(job))
    expect(seen.size).toBeGreaterThan(5)
  }, soon)
  const minutes = [...seen].sort((a, b) => a - b)
  expect(minutes.every((minute, at) => at === 0 || minute === (minutes[at - 1] ?? 0) + 1)).toBe(true)
  const complete = (await jobsOf('minutes')).filter((job) => textAt(job, 'status', 'completionTime') !== '')
  expect(complete.length).toBeLessThanOrEqual(3)
  const found = await cluster.client.get(cronJobs, { namespace, name: 'minutes' })
  expect(textAt(found, 'status', 'lastSuccessfulTime')).not.toBe('')
  await cluster.client.remove(cronJobs, { namespace, name: 'minutes' })
})

test('of many missed runs the last one is started', async () => {
  await create('late', { schedule: '*/5 * * * *', suspend: true, concurrencyPolicy: 'Forbid' }, ['sleep', '1d'])
  const lastScheduleTime = new Date(clock.now() - 24 * 3_600_000).toISOString().replace(/\.\d+/, '')
  const place = { namespace, name: 'late' }
  await cluster.client.patch(
    cronJobs,
    place,
    { type: 'merge', body: { status: { lastScheduleTime } } },
    { subresource: 'status' },
  )
  const before = clock.now()
  await cluster.client.patch(cronJobs, place, { type: 'merge', body: { spec: { suspend: false } } })
  await vi.waitFor(async () => expect(await jobsOf('late')).toHaveLength(1), soon)
  const [only] = await jobsOf('late')
  expect(Math.abs(minuteOf(only as KubeObject) - before / 60_000)).toBeLessThanOrEqual(6)
  await vi.waitFor(async () => expect(await reasonsOf('late')).toContain('TooManyMissedTimes'), soon)
  await vi.waitFor(async () => expect(await reasonsOf('late')).toContain('JobAlreadyActive'), soon)
  expect(await jobsOf('late')).toHaveLength(1)
  await cluster.client.remove(cronJobs, place)
})

test('a new schedule starts nothing that would have been due before it', async () => {
  await create('moved', { schedule: '0 0 1 1 *' })
  const place = { namespace, name: 'moved' }
  const created = Date.parse(textAt(await cluster.client.get(cronJobs, place), 'metadata', 'creationTimestamp'))
  await vi.waitFor(() => expect(clock.now() - created).toBeGreaterThan(4 * 60_000), soon)
  await cluster.client.patch(cronJobs, place, { type: 'merge', body: { spec: { schedule: '* * * * *' } } })
  const changedMinute = Math.floor(clock.now() / 60_000)
  await vi.waitFor(async () => expect((await jobsOf('moved')).length).toBeGreaterThan(0), soon)
  for (const job of await jobsOf('moved')) expect(minuteOf(job)).toBeGreaterThanOrEqual(changedMinute)
  await cluster.client.remove(cronJobs, place)
})

test('the time of a run is told in the zone of its schedule', async () => {
  await create('zoned', { timeZone: 'Asia/Kolkata' })
  const found = await vi.waitFor(async () => {
    const [job] = await jobsOf('zoned')
    expect(job).toBeDefined()
    return job as KubeObject
  }, soon)
  const time = valueAt(found, 'metadata', 'annotations', 'batch.kubernetes.io/cronjob-scheduled-timestamp')
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\+05:30$/)
  expect(Date.parse(time as string) / 60_000).toBe(minuteOf(found))
  await cluster.client.remove(cronJobs, { namespace, name: 'zoned' })
})
