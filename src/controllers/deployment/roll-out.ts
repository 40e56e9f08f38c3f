import { isTerminating, type KubeObject, textAt } from '#kube'
import type { Result } from '#reconcile'
import { BY_CONTROLLER } from '../owner/owner.ts'
import { isFinished } from '../pod/state.ts'
import { types } from '../types.ts'
import { cleanUp } from './clean-up.ts'
import { activeOf, isPaused, isRolling, sizeOf, totalCount } from './facts.ts'
import { createNewSet, syncNewSet } from './new-set.ts'
import { deadlineInMs, isComplete, toldCounts, withPause, withProgress } from './progress.ts'
import { isScaled, sharesOf } from './proportion.ts'
import { shrinkOld, sizeOfNew } from './rolling.ts'
import { conditionsNow, countsOf, statusOf } from './status.ts'
import { commit, note, resize, type Work } from './work.ts'

/** Takes a Deployment one step further (mutates `work`). Source: kubernetes `syncDeployment`. */
export async function advance(work: Work): Promise<Result | undefined> {
  if (isTerminating(work.stored)) {
    await syncNewSet(work)
    return tell(work)
  }
  note(work, withPause(work.deployment, isPaused(work.deployment), work.context.clock.now()))
  await syncNewSet(work)
  if (isPaused(work.deployment) || isScaled(work)) return scale(work)
  return isRolling(work.deployment) ? roll(work) : recreate(work)
}

/** Sizes follow the Deployment's, templates do not. */
async function scale(work: Work): Promise<undefined> {
  for (const share of sharesOf(work)) await resize(work, share)
  if (isPaused(work.deployment)) await cleanUp(work)
  return tell(work)
}

/** Writes the status without a word of progress. */
async function tell(work: Work): Promise<undefined> {
  const counts = countsOf(work)
  await commit(work, statusOf(work, counts, conditionsNow(work, counts, work.context.clock.now())))
  return undefined
}

/** First the new set grows as far as it may, in a later run the old ones shrink. */
async function roll(work: Work): Promise<Result | undefined> {
  if (work.newSet === undefined) await createNewSet(work)
  const { newSet } = work
  if (newSet === undefined) return undefined
  const to = sizeOfNew(work, sizeOf(newSet))
  if (to !== sizeOf(newSet)) {
    await resize(work, { set: newSet, to })
    return tellProgress(work)
  }
  const steps = shrinkOld(work)
  for (const step of steps) await resize(work, step)
  return steps.length > 0 ? tellProgress(work) : finish(work)
}

/** The new set gets its pods when the last of the old ones has ended. */
async function recreate(work: Work): Promise<Result | undefined> {
  const leaving = activeOf(work.oldSets)
  for (const set of leaving) await resize(work, { set, to: 0 })
  if (leaving.length > 0 || runsOldPods(work)) return tellProgress(work)
  if (work.newSet === undefined) await createNewSet(work)
  if (work.newSet !== undefined && sizeOf(work.newSet) !== sizeOf(work.deployment))
    await resize(work, { set: work.newSet, to: sizeOf(work.deployment) })
  return finish(work)
}

function runsOldPods({ oldSets, context }: Work): boolean {
  if (totalCount(oldSets, 'replicas') > 0) return true
  const { cache } = context.informer(types.pods)
  const podsOf = (set: KubeObject): readonly KubeObject[] =>
    cache.byIndex(BY_CONTROLLER, textAt(set, 'metadata', 'uid'))
  return oldSets.some((set) => podsOf(set).some((pod) => !isFinished(pod)))
}

async function finish(work: Work): Promise<Result | undefined> {
  if (isComplete(work.deployment, toldCounts(work.deployment))) await cleanUp(work)
  return tellProgress(work)
}

async function tellProgress(work: Work): Promise<Result | undefined> {
  const nowMs = work.context.clock.now()
  const counts = countsOf(work)
  const conditions = withProgress(work, { counts, conditions: conditionsNow(work, counts, nowMs), nowMs })
  if (await commit(work, statusOf(work, counts, conditions))) return undefined
  const requeueAfterMs = deadlineInMs(work.deployment, counts, nowMs)
  return requeueAfterMs === undefined ? undefined : { requeueAfterMs }
}
