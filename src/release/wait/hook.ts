import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { endingError } from './ending-error.ts'
import { hopelessStanding } from './hopeless.ts'
import { completedJob, succeededPod } from './kstatus.ts'
import { openFeed } from './open-feed.ts'
import { createPatience } from './patience.ts'
import { timeoutOf, type WaitSettings } from './ready.ts'
import { settle } from './settle.ts'
import { sourcesOf, targetsOf } from './sources.ts'
import { current, notFound, type Standing, type Target, type View } from './standing.ts'

const RULES = new Map([
  ['Job', completedJob],
  ['Pod', succeededPod],
])

/**
 * Waits until the objects of a hook are done: jobs complete, pods succeeded, whatever the strategy; other kinds are done once
 * they are there. Throws ReleaseError `not-ready` with the last lines of the containers, `timeout`, `interrupted`.
 */
export async function waitHook(
  world: ObjectWorld,
  objects: readonly ManifestObject[],
  settings: WaitSettings,
): Promise<void> {
  const waited = objects.filter(({ object }) => RULES.has(object.kind))
  if (waited.length === 0) return
  const { strategy } = settings
  const targets = await targetsOf(world, waited)
  const seen = new Set<Target>()
  // Helm 3 waits its time out
  const patience = strategy === 'legacy' ? undefined : createPatience(world.clock.now)
  const ending = await settle(world, openFeed(world, sourcesOf(targets), 'watcher'), {
    targets,
    timeoutMs: timeoutOf(settings),
    judge: (target, view) => {
      const standing = standingOf(target, view, seen)
      const live = view.get(target)
      if (live === undefined || patience === undefined || standing.status !== 'InProgress') return standing
      return hopelessStanding(live, view, patience) ?? standing
    },
  })
  if (ending.how !== 'done') throw await endingError(world, ending, { strategy, words: 'not ready', isHook: true })
}

/** A hook that was there and is gone has been cleaned up by somebody: that is an end, too. */
function standingOf(target: Target, view: View, seen: Set<Target>): Standing {
  const live = view.get(target)
  if (live === undefined) return seen.has(target) ? current('deleted') : notFound
  seen.add(target)
  return RULES.get(live.kind)?.(live) ?? current('there')
}
