import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { endingError } from './ending-error.ts'
import { statusOf } from './kstatus.ts'
import { openFeed } from './open-feed.ts'
import { timeoutOf, type WaitSettings } from './ready.ts'
import { settle } from './settle.ts'
import { sourcesOf, targetsOf } from './sources.ts'
import { notFound } from './standing.ts'

/** Waits until objects are gone. Throws ReleaseError `timeout`, `interrupted`; StatusError for what may not be read. */
export async function waitGone(
  world: ObjectWorld,
  objects: readonly ManifestObject[],
  settings: WaitSettings,
): Promise<void> {
  const { strategy } = settings
  if (strategy === 'hookOnly' || objects.length === 0) return
  const targets = await targetsOf(world, objects)
  // pods of workloads go on their own time: only the objects themselves matter
  const sources = sourcesOf(targets).filter(({ isEssential }) => isEssential)
  const ending = await settle(world, openFeed(world, sources, strategy), {
    targets,
    timeoutMs: timeoutOf(settings),
    judge: (target, view) => {
      const live = view.get(target)
      if (live === undefined) return notFound
      const { status, message } = statusOf(live, view.nowMs)
      return { status: status === 'Failed' ? 'InProgress' : status, message }
    },
    isDone: ({ status }) => status === 'NotFound',
  })
  if (ending.how !== 'done') throw await endingError(world, ending, { strategy, words: 'still exists' })
}
