import { StatusError } from '#kube'
import type { WaitStrategy } from '../contract/options.ts'
import type { ObjectWorld } from '../contract/world.ts'
import type { Feed } from './feed.ts'
import { pollFeed } from './poll.ts'
import type { Source } from './sources.ts'
import { watchFeed } from './watch.ts'

/** The feed of a strategy: watches, or looks again and again, also for those who may not watch. */
export function openFeed(world: ObjectWorld, sources: readonly Source[], strategy: WaitStrategy): Feed {
  return strategy === 'legacy' ? pollFeed(world, sources) : watchOrPoll(world, sources)
}

function watchOrPoll(world: ObjectWorld, sources: readonly Source[]): Feed {
  let feed = watchFeed(world, sources)
  let isWatching = true
  return {
    next: async (signal) => {
      try {
        return await feed.next(signal)
      } catch (error) {
        if (!isWatching || !isRefusal(error)) throw error
        isWatching = false
        world.report({
          type: 'warning',
          text: `objects are looked at every second instead of watched: ${error.message}`,
        })
        await feed.close()
        feed = pollFeed(world, sources)
        return await feed.next(signal)
      }
    },
    close: () => feed.close(),
  }
}

function isRefusal(error: unknown): error is StatusError {
  return error instanceof StatusError && [403, 405].includes(error.status.code)
}
