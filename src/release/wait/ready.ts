import type { ManifestObject } from '../contract/apply.ts'
import type { WaitStrategy } from '../contract/options.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { endingError } from './ending-error.ts'
import { isWatchedByLegacy, legacyStanding } from './legacy-rules.ts'
import { openFeed } from './open-feed.ts'
import { createPatience } from './patience.ts'
import { settle } from './settle.ts'
import { sourcesOf, targetsOf } from './sources.ts'
import { isPaused, watcherStanding } from './watcher-rules.ts'

/** How long and by which rules objects are waited for. */
export interface WaitSettings {
  /** `hookOnly` waits for hooks alone. */
  readonly strategy: WaitStrategy
  /** 0 is 30 seconds with `watcher`, and nothing at all with `legacy`. */
  readonly timeoutMs: number
  readonly waitsForJobs?: boolean
}

/** What a zero time-out is with `watcher`. */
const DEFAULT_TIMEOUT_MS = 30_000

/** The time-out that counts. */
export function timeoutOf({ strategy, timeoutMs }: WaitSettings): number {
  return timeoutMs === 0 && strategy !== 'legacy' ? DEFAULT_TIMEOUT_MS : timeoutMs
}

/**
 * Waits until objects are ready by the rules of a strategy. Throws ReleaseError `not-ready` at the first that has failed,
 * with the last lines of its containers, `timeout` and `interrupted`; StatusError for what may not be read.
 */
export async function waitReady(
  world: ObjectWorld,
  objects: readonly ManifestObject[],
  settings: WaitSettings,
): Promise<void> {
  const { strategy, waitsForJobs = false } = settings
  if (strategy === 'hookOnly') return
  const isLegacy = strategy === 'legacy'
  const waited = objects.filter(({ object }) => (isLegacy ? isWatchedByLegacy(object.kind) : !isPaused(object)))
  if (waited.length === 0) return
  const targets = await targetsOf(world, waited)
  const patience = createPatience(world.clock.now)
  const ending = await settle(world, openFeed(world, sourcesOf(targets), strategy), {
    targets,
    timeoutMs: timeoutOf(settings),
    judge: (target, view) =>
      isLegacy ? legacyStanding(target, view, waitsForJobs) : watcherStanding(target, view, { waitsForJobs, patience }),
  })
  if (ending.how !== 'done') throw await endingError(world, ending, { strategy, words: 'not ready' })
}
