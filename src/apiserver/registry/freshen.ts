import type { Kind } from '#kinds'
import type { CacheEntry } from './cache/entry.ts'
import { type Core, cacheOf } from './core.ts'

/**
 * Waits until the cache is as new as the store is now. A revision that does not come within a quarter of a second is of
 * somebody else's keys: a store may number more than what this server sees.
 */
export async function freshen(core: Core): Promise<void> {
  const reached = core.cache.reached(await core.store.revision())
  if (reached === undefined) return
  const late = Promise.withResolvers<void>()
  const cancel = core.clock.setTimer(patienceMs, late.resolve)
  await Promise.race([reached, late.promise])
  cancel()
}

const patienceMs = 250

/** The entry of a key; where other servers write too, one that is missing is looked for again. */
export async function currentEntry(core: Core, kind: Kind, key: string): Promise<CacheEntry | undefined> {
  const cache = cacheOf(core, kind)
  const entry = cache.get(key)
  if (entry !== undefined || !core.isShared) return entry
  await freshen(core)
  return cache.get(key)
}
