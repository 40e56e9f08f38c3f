import type { WaitStrategy } from '../contract/options.ts'
import type { ObjectWorld } from '../contract/world.ts'
import type { Feed } from './feed.ts'
import { pollFeed } from './poll.ts'
import type { Source } from './sources.ts'
import { watchFeed } from './watch.ts'

/** The feed of a strategy: watches, or lists again and again for those who may only list. */
export function openFeed(world: ObjectWorld, sources: readonly Source[], strategy: WaitStrategy): Feed {
  return strategy === 'legacy' ? pollFeed(world, sources) : watchFeed(world, sources)
}
