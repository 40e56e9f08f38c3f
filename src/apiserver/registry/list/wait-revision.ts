import { tooLargeResourceVersion } from '#kube'
import type { Core } from '../core.ts'

/** Waits until the cache is at least as new as a revision that a client knows. Throws 504 after three seconds. */
export async function waitForRevision(core: Core, revision: number): Promise<void> {
  const reached = core.cache.reached(revision)
  if (reached === undefined) return
  const timer = Promise.withResolvers<'late'>()
  const cancel = core.clock.setTimer(waitMs, () => timer.resolve('late'))
  const outcome = await Promise.race([reached, timer.promise])
  cancel()
  if (outcome === 'late') throw tooLargeResourceVersion(revision, core.cache.revision, 1)
}

const waitMs = 3000
