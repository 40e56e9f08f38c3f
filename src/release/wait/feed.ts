import type { WaitStrategy } from '../contract/options.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { pollFeed } from './poll.ts'
import type { Source } from './sources.ts'
import type { View } from './standing.ts'
import { watchFeed } from './watch.ts'

/** Follows sources. */
export interface Feed {
  /** What is there after the next change, or after a while; undefined once the signal fires. Throws what reading throws. */
  next(signal: AbortSignal): Promise<View | undefined>
  close(): Promise<void>
}

/** The feed of a strategy: watches, or lists again and again for those who may only list. */
export function openFeed(world: ObjectWorld, sources: readonly Source[], strategy: WaitStrategy): Feed {
  return strategy === 'legacy' ? pollFeed(world, sources) : watchFeed(world, sources)
}
