import { type KubeObject, textAt } from '#kube'
import type { Context } from '#reconcile'
import type { Expectations } from '../owner/expectations.ts'
import { slowStart } from '../owner/slow-start.ts'
import { createPod, removePod } from '../pod/make.ts'
import { isRefusal } from '../refusal.ts'
import { daemonPod } from './daemon-pod.ts'
import type { Changes, Fleet } from './manage.ts'

/** What was asked for and is not seen yet, by the uid of the set. */
export interface Expected {
  readonly creations: Expectations
  readonly deletions: Expectations
}

/** At most so many pods are made, and removed, in one go. */
const BURST = 250

/** Makes and removes pods, both at once. Throws the first thing that went wrong. */
export async function perform(changes: Changes, fleet: Fleet, expected: Expected, context: Context): Promise<void> {
  const uid = textAt(fleet.set, 'metadata', 'uid')
  const create = changes.create.slice(0, BURST)
  const remove = changes.remove.slice(0, BURST)
  if (create.length > 0) expected.creations.expectCreations(uid, create.length)
  if (remove.length > 0) {
    const uids = remove.map((pod) => textAt(pod, 'metadata', 'uid'))
    expected.deletions.expectDeletions(uid, uids)
  }
  const outcomes = await Promise.allSettled([
    createAll(create, fleet, expected.creations, context),
    ...remove.map((pod) => removeOne(pod, fleet, expected.deletions, context)),
  ])
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** What failed, or was not tried any more, is expected no longer. */
async function createAll(
  names: readonly string[],
  { set, hash }: Fleet,
  creations: Expectations,
  context: Context,
): Promise<void> {
  const uid = textAt(set, 'metadata', 'uid')
  const { succeeded, error } = await slowStart(names.length, (index) =>
    createPod(set, daemonPod(set, hash, names[index] ?? ''), context),
  )
  for (let missing = names.length - succeeded; missing > 0; missing--) creations.created(uid)
  if (error !== undefined && !isClosing(error)) throw error
}

async function removeOne(pod: KubeObject, { set }: Fleet, deletions: Expectations, context: Context): Promise<void> {
  try {
    await removePod(set, pod, context)
  } catch (error) {
    deletions.deleted(textAt(set, 'metadata', 'uid'), textAt(pod, 'metadata', 'uid'))
    throw error
  }
}

/** In a namespace that goes away everything more would be refused too. */
function isClosing(error: unknown): boolean {
  return isRefusal(error, 'Forbidden') && error instanceof Error && error.message.includes('being terminated')
}
