import type { ObjectEvent } from '#client'
import { isTerminating, textAt } from '#kube'
import type { Context } from '#reconcile'
import { createExpectations, type Expectations } from '../owner/expectations.ts'
import { controllerOf } from '../owner/owner.ts'
import { createPace, type Pace } from '../pace.ts'
import { perRun } from '../per-run.ts'
import type { BackOff } from './back-off.ts'
import { isTracked, uidOf } from './look.ts'

/** What the controller remembers of jobs, by their uids. A restart may forget it: nothing is counted twice for that. */
export interface Memory {
  readonly expectations: Expectations
  readonly backOffs: Map<string, BackOff>
  /** Uids of pods whose finalizer was taken off and whose cache entry still has it. */
  readonly released: Map<string, Set<string>>
  readonly pace: Pace
}

/** The memory of a run. */
export const memoryOf: (context: Context) => Memory = perRun(({ clock }) => ({
  expectations: createExpectations(clock),
  backOffs: new Map<string, BackOff>(),
  released: new Map<string, Set<string>>(),
  pace: createPace(clock),
}))

/** Takes note of what happened to a pod that a job may be waiting for. */
export function observe({ type, object }: ObjectEvent, { expectations, released }: Memory): void {
  const owner = controllerOf(object)
  if (owner === undefined) return
  const isGone = type === 'DELETED'
  if (isGone || isTerminating(object)) expectations.deleted(owner.uid, uidOf(object))
  else if (type === 'ADDED') expectations.created(owner.uid)
  if (isGone || !isTracked(object)) released.get(owner.uid)?.delete(uidOf(object))
}

/** Forgets a job that is gone. */
export function forgetJob(job: ObjectEvent['object'], memory: Memory): void {
  const uid = textAt(job, 'metadata', 'uid')
  memory.expectations.forget(uid)
  memory.backOffs.delete(uid)
  memory.released.delete(uid)
  memory.pace.forget(uid)
}
