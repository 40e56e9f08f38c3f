import { type ListOptions, pause } from '#client'
import { type KubeObject, StatusError } from '#kube'
import { inLanes } from '../apply/lanes.ts'
import { patiently } from '../apply/patiently.ts'
import type { ObjectWorld } from '../contract/world.ts'
import type { Feed } from './feed.ts'
import { keptOf, type Source, sourceKey, viewOf } from './sources.ts'

/** Between two looks: half of Helm's, since a look is one list a kind and not a request for each object. */
const EVERY_MS = 1000
/** Looks that may fail one after the other, as with Helm. */
const MAX_FAILURES = 30
const PAGE = 500

/** Reads the sources again and again: at once, then every second. */
export function pollFeed(world: ObjectWorld, sources: readonly Source[]): Feed {
  let isFirst = true
  let failures = 0
  return {
    next: async (signal) => {
      for (;;) {
        if (!isFirst) await pause(world.clock, EVERY_MS, signal)
        isFirst = false
        if (signal.aborted) return undefined
        try {
          const contents = await inLanes(sources, (source) => listAll({ ...world, signal }, source))
          failures = 0
          return viewOf(new Map(contents), world.clock.now())
        } catch (error) {
          if (signal.aborted) return undefined
          if (!isPassing(error) || ++failures > MAX_FAILURES) throw error
        }
      }
    },
    close: () => Promise.resolve(),
  }
}

async function listAll(
  world: ObjectWorld,
  { type, namespace, name, isEssential }: Source,
): Promise<readonly [key: string, objects: ReadonlyMap<string, KubeObject>]> {
  const found = new Map<string, KubeObject>()
  const options: ListOptions = {
    limit: PAGE,
    signal: world.signal,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { fieldSelector: `metadata.name=${name}` }),
  }
  let next: string | undefined
  try {
    do {
      const page = await patiently(world, () =>
        world.client.list(type, { ...options, ...(next !== undefined && { continue: next }) }),
      )
      for (const item of page.items) found.set(item.metadata.name, keptOf(item, type))
      next = page.continue
    } while (next !== undefined)
  } catch (error) {
    const isGone = error instanceof StatusError && error.status.code === 404
    if (isEssential && !isGone) throw error
  }
  return [sourceKey(type, namespace), found]
}

/** Whether the next look may go better. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof StatusError)) return true
  const { code } = error.status
  return code === 410 || code === 429 || (code >= 500 && code !== 501)
}
