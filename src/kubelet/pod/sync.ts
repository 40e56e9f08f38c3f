import { mapAt, numberAt, textAt } from '#kinds'
import { type Rejection, rejectionOf } from './admit.ts'
import { takeRoom } from './place.ts'
import { prepare } from './prepare.ts'
import { isRunning, type PodRecord } from './record.ts'
import { containersOf, isOver } from './spec.ts'
import { takeSteps } from './steps.ts'
import { stopAll } from './stop.ts'
import { launch, tell, type Work } from './work.ts'
import { writeStatus } from './write.ts'

/** What comes within so long is waited for before a first status is written: it would be replaced at once. */
const SOON_MS = 1000

/**
 * Does what is next for a pod that is to live, and writes its status. Gives when to look again, in milliseconds since the
 * epoch. Throws StatusError, ClientError.
 */
export async function syncPod(work: Work): Promise<number> {
  const { record } = work
  const now = work.context.clock.now()
  if (!record.isAdmitted) admit(work)
  const deadlineMs = checkDeadline(work)
  const nextMs = record.verdict === undefined ? run(work) : end(work)
  if (isBusy(record) && now < record.writesFromMs) return record.writesFromMs
  if (!isMadeAnew(work)) await writeStatus(work)
  return Math.min(nextMs, deadlineMs)
}

/** A container whose definition changed ends and starts in one step: that it ended is not told, it could not come back. */
function isMadeAnew({ pod, record }: Work): boolean {
  if (record.verdict !== undefined || record.isEnding) return false
  return containersOf(pod).some(({ name, role, spec }) => {
    const one = record.containers.get(name)
    if (role === 'ephemeral' || one?.exit === undefined || one.waiting !== undefined) return false
    return one.image !== textAt(spec, 'image')
  })
}

function admit(work: Work): void {
  const { record, pod, node, context } = work
  record.isAdmitted = true
  record.writesFromMs = context.clock.now() + SOON_MS
  const rejection = rejectionOf(pod, node)
  if (rejection === undefined) return takeRoom(work)
  reject(work, rejection)
}

function reject(work: Work, { reason, message }: Rejection): void {
  work.record.verdict = { phase: 'Failed', reason, message, isRejected: true }
  tell(work, { type: 'Warning', reason, message: message.replace(/^Pod was rejected: /, '') })
}

/** A pod that has been active for too long fails. Gives when that will be. */
function checkDeadline(work: Work): number {
  const { record, pod, context } = work
  const seconds = numberAt(mapAt(pod, 'spec'), 'activeDeadlineSeconds')
  if (seconds === undefined || record.verdict !== undefined || isOver(pod)) return Infinity
  const atMs = record.startedAtMs + seconds * 1000
  if (atMs > context.clock.now()) return atMs
  const message = 'Pod was active on the node longer than the specified deadline'
  record.verdict = { phase: 'Failed', reason: 'DeadlineExceeded', message }
  tell(work, { type: 'Normal', reason: 'DeadlineExceeded', message })
  return Infinity
}

function run(work: Work): number {
  const { record, context } = work
  if (record.sandbox === '') {
    if (record.isPreparing) return Infinity
    if (record.retryAtMs > context.clock.now()) return record.retryAtMs
    record.isPreparing = true
    launch(work, () => prepare(work))
    return Infinity
  }
  if (record.isEnding) return Infinity
  const { nextMs, isDone } = takeSteps(work)
  if (!isDone) return nextMs
  return end(work)
}

/** Ends what still runs, once. */
function end(work: Work): number {
  const { record } = work
  if (record.isEnding) return Infinity
  record.isEnding = true
  record.ending.abort()
  if ([...record.containers.values()].some(isRunning)) launch(work, () => stopAll(work))
  return Infinity
}

/** Something goes on that will change the status soon. */
function isBusy({ isPreparing, containers }: PodRecord): boolean {
  return isPreparing || [...containers.values()].some(({ isStarting }) => isStarting)
}
