import { isTrue, mapAt, numberAt, textAt as textOf } from '#kinds'
import { goQuote, type JsonObject, type KubeObject, textAt, timeText } from '#kube'
import type { Context, EventNote } from '#reconcile'
import { isControlledBy } from '../owner/owner.ts'
import { isNamespaceClosing } from '../pod/make.ts'
import { isRefusal } from '../refusal.ts'
import { types } from '../types.ts'
import { activeOf, addActive } from './children.ts'
import { jobAt, jobNameAt } from './job-of.ts'
import { missedRuns, type Span, untilNextMs } from './missed.ts'
import { knownZone, parseSchedule, type Schedule, ScheduleError } from './schedule.ts'
import { removeJob } from './settle.ts'

/** A cron job that may start a job now. */
export interface Starting {
  readonly cronJob: KubeObject
  /** As it is going to be. */
  readonly status: JsonObject
  readonly schedule: Schedule
  readonly before: Before
}

/** What is remembered beside the status. */
export interface Before {
  readonly startedMs: number | undefined
  readonly notBeforeMs: number | undefined
}

/** What came of it. */
export interface Started {
  /** The run that was started. */
  readonly startedMs?: number
  /** Milliseconds until the next run is looked for. */
  readonly waitMs: number | undefined
}

/** The schedule of a cron job that is to run; undefined, and told, when it cannot be read; undefined while suspended. */
export function schedulesOf(cronJob: KubeObject, { record }: Context): Schedule | undefined {
  const spec = mapAt(cronJob, 'spec')
  const [text, zone] = [textOf(spec, 'schedule'), textOf(spec, 'timeZone')]
  const warn = (reason: string, message: string): undefined =>
    record(cronJob, { type: 'Warning', reason, message }) as undefined
  try {
    knownZone(zone)
  } catch (error) {
    return warn('UnknownTimeZone', `invalid timeZone: ${goQuote(zone)}: ${reasonOf(error)}`)
  }
  if (isTrue(spec, 'suspend')) return undefined
  if (text.includes('TZ')) warn('UnsupportedSchedule', unsupported(text))
  try {
    return parseSchedule(zone === '' || text.includes('TZ') ? text : `TZ=${zone} ${text}`)
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error
    return warn('UnparseableSchedule', `unparseable schedule: ${goQuote(text)} : ${error.message}`)
  }
}

/** Starts the job that is due, if any (mutates the status). Source: kubernetes `syncCronJob`. */
export async function startDue(starting: Starting, context: Context): Promise<Started> {
  const { cronJob, schedule } = starting
  const span = spanOf(starting, context.clock.now())
  const missed = missedRuns(schedule, span)
  if (missed === undefined) {
    const reason = 'time difference between two schedules is less than 1 second'
    const message = `invalid schedule: ${textOf(mapAt(cronJob, 'spec'), 'schedule')} : ${reason}`
    context.record(cronJob, { type: 'Warning', reason: 'InvalidSchedule', message })
    return { waitMs: undefined }
  }
  const due = missed.recentMs
  if (due !== undefined && missed.amount === 'many') context.record(cronJob, TOO_MANY)
  const waitMs = untilNextMs(schedule, span)
  if (due === undefined || !(await mayStart(starting, { dueMs: due, span }, context))) return { waitMs }
  await start(starting, due, context)
  // the run that was just started is the base of the next one
  return { startedMs: due, waitMs: untilNextMs(schedule, { ...span, sinceMs: due }) }
}

const TOO_MANY: EventNote = {
  type: 'Warning',
  reason: 'TooManyMissedTimes',
  message: 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
}

function spanOf({ cronJob, status, before }: Starting, nowMs: number): Span {
  const last = Date.parse(textOf(status, 'lastScheduleTime'))
  const since = Number.isNaN(last) ? Date.parse(textAt(cronJob, 'metadata', 'creationTimestamp')) : last
  const deadline = numberAt(mapAt(cronJob, 'spec'), 'startingDeadlineSeconds')
  return {
    sinceMs: Math.max(since, before.notBeforeMs ?? since),
    nowMs,
    deadlineMs: deadline === undefined ? undefined : deadline * 1000,
  }
}

interface Due {
  readonly dueMs: number
  readonly span: Span
}

async function mayStart(
  { cronJob, status, before }: Starting,
  { dueMs, span }: Due,
  context: Context,
): Promise<boolean> {
  if (span.deadlineMs !== undefined && dueMs + span.deadlineMs < span.nowMs) {
    const message = `Missed scheduled time to start a job: ${rfc1123(dueMs)}`
    context.record(cronJob, { type: 'Warning', reason: 'MissSchedule', message })
    return false
  }
  const name = jobNameAt(cronJob, dueMs)
  const isActive = activeOf(status).some((one) => one['name'] === name)
  if (isActive || textOf(status, 'lastScheduleTime') === timeText(dueMs) || (before.startedMs ?? 0) >= dueMs)
    return false
  const policy = textOf(mapAt(cronJob, 'spec'), 'concurrencyPolicy')
  if (policy === 'Forbid' && activeOf(status).length > 0) {
    context.record(cronJob, ALREADY_ACTIVE)
    return false
  }
  if (policy === 'Replace') await replace({ cronJob, status }, context)
  return true
}

const ALREADY_ACTIVE: EventNote = {
  type: 'Normal',
  reason: 'JobAlreadyActive',
  message: 'Not starting job because prior execution is running and concurrency policy is Forbid',
}

async function replace({ cronJob, status }: Pick<Starting, 'cronJob' | 'status'>, context: Context): Promise<void> {
  for (const reference of activeOf(status)) {
    const place = { namespace: textAt(reference, 'namespace'), name: textAt(reference, 'name') }
    const job = await context.client.get(types.jobs, place).catch((error: unknown) => {
      context.record(cronJob, { type: 'Warning', reason: 'FailedGet', message: `Get job: ${reasonOf(error)}` })
      throw error
    })
    if (!(await removeJob({ cronJob, status }, job, context))) {
      throw new Error(`could not replace job ${place.namespace}/${place.name}`)
    }
  }
}

async function start({ cronJob, status }: Starting, dueMs: number, context: Context): Promise<void> {
  const job = await create(cronJob, jobAt(cronJob, dueMs), context)
  if (job === undefined || activeOf(status).some((one) => one['uid'] === job.metadata['uid'])) return
  addActive(status, job)
  status['lastScheduleTime'] = timeText(dueMs)
}

/** The job that was created; one that was created before and not noted is taken as well, someone else's is not. */
async function create(
  cronJob: KubeObject,
  job: KubeObject,
  { client, record }: Context,
): Promise<KubeObject | undefined> {
  try {
    const made = await client.create(types.jobs, job)
    record(cronJob, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created job ${made.metadata.name}` })
    return made
  } catch (error) {
    if (isRefusal(error, 'AlreadyExists')) {
      const place = { namespace: textAt(job, 'metadata', 'namespace'), name: job.metadata.name }
      const present = await client.get(types.jobs, place)
      return isControlledBy(present, cronJob) ? present : undefined
    }
    if (!isNamespaceClosing(error)) {
      record(cronJob, { type: 'Warning', reason: 'FailedCreate', message: `Error creating job: ${reasonOf(error)}` })
    }
    throw error
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function unsupported(text: string): string {
  const see = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/'
  return `CRON_TZ or TZ used in schedule ${goQuote(text)} is not officially supported, see ${see} for more details`
}

/** `Mon, 02 Jan 2006 15:04:05 +0000`. */
function rfc1123(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000')
}
