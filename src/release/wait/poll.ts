import { pause } from '#client'
import { type KubeObject, StatusError } from '#kube'
import { inLanes } from '../apply/lanes.ts'
import { listAll } from '../apply/list-all.ts'
import { patiently } from '../apply/patiently.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import type { Feed } from './feed.ts'
import { keptOf, type Source, selectionOf, sourceKey, viewOf } from './sources.ts'

/** Between two looks: half of Helm's, since a look is one list a kind and not a request for each object. */
const EVERY_MS = 1000
/** Looks that may fail one after the other, as with Helm. */
const MAX_FAILURES = 30

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
          const contents = await inLanes(sources, (source) => readAll({ ...world, signal }, source))
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

type Found = readonly [key: string, objects: ReadonlyMap<string, KubeObject>]

async function readAll(world: ObjectWorld, source: Source): Promise<Found> {
  const { type, names, isEssential } = source
  const key = sourceKey(type, source.namespace)
  const keyed = (items: readonly KubeObject[]): Found => [
    key,
    new Map(items.map((item) => [item.metadata.name, keptOf(item, type)])),
  ]
  try {
    return keyed(await listAll(world, source.type, selectionOf(source)))
  } catch (error) {
    if (!isEssential || codeOf(error) === 404) return keyed([])
    if (codeOf(error) !== 403 || names === undefined) throw error
    return keyed(await getEach(world, source, names))
  }
}

/** For those who may not list. Throws ReleaseError `not-ready` for those who may not even look. */
async function getEach(
  world: ObjectWorld,
  { type, namespace }: Source,
  names: readonly string[],
): Promise<readonly KubeObject[]> {
  const { signal } = world
  const found = await inLanes(names, async (name) => {
    const place = { name, ...(namespace !== undefined && { namespace }) }
    try {
      return await patiently(world, () => world.client.get(type, place, { signal }))
    } catch (error) {
      if (codeOf(error) === 404) return undefined
      throw codeOf(error) === 403 ? forbidden(error) : error
    }
  })
  return found.filter((object) => object !== undefined)
}

function forbidden(error: unknown): ReleaseError {
  const { message } = error as Error
  const hint =
    'to wait for objects is to look at them, which needs the right to get, list or watch; --wait=hookOnly does not'
  return new ReleaseError('not-ready', message, { hint, cause: error })
}

function codeOf(error: unknown): number | undefined {
  return error instanceof StatusError ? error.status.code : undefined
}

/** Whether the next look may go better. */
function isPassing(error: unknown): boolean {
  if (error instanceof ReleaseError) return false
  const code = codeOf(error)
  return code === undefined || code === 410 || code === 429 || (code >= 500 && code !== 501)
}
