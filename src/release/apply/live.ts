import type { ListOptions, ResourceType } from '#client'
import { type KubeObject, StatusError } from '#kube'
import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { identityOf } from '../manifest/match.ts'
import { inLanes } from './lanes.ts'
import { MARK_SELECTOR } from './marks.ts'
import { patiently } from './patiently.ts'
import { type Located, locate } from './place.ts'

/** Objects of the cluster by what tells them apart (`identityOf`). */
export type LiveObjects = ReadonlyMap<string, KubeObject>

/** An object that could not be read. */
export class UnreadableObject extends Error {
  readonly one: ManifestObject
  constructor(one: ManifestObject, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.one = one
  }
}

/** From so many of a kind on, one list is cheaper than asking for each. */
const WORTH_A_LIST = 4
const PAGE = 500

interface Wanted extends Located {
  readonly one: ManifestObject
  readonly key: string
}

/**
 * Reads the objects that are there, in few requests: one list for a kind of which there are many, and one request for each
 * object that is in no list. `metadata` reads no more than that, of everything; `marked` reads whole objects and lists those
 * of releases. Throws UnreadableObject.
 */
export async function readLive(
  world: ObjectWorld,
  objects: readonly ManifestObject[],
  what: 'metadata' | 'marked',
): Promise<LiveObjects> {
  const found = new Map<string, KubeObject>()
  const rows = await Promise.all(
    objects.map(async (one) => ({ one, key: identityOf(one), ...(await locate(one, world)) })),
  )
  const single: Wanted[] = []
  await inLanes(groupsOf(rows), async (group) => {
    const listed = group.length < WORTH_A_LIST ? undefined : await listOf(world, group, what)
    for (const row of group) {
      const live = listed?.items.get(row.place.name)
      if (live !== undefined) found.set(row.key, live)
      else if (listed?.isWhole !== true) single.push(row)
    }
  })
  await inLanes(single, async ({ one, key, type, place }) => {
    if (place.name === '') throw new UnreadableObject(one, new Error('resource name may not be empty'))
    const live = await read(world, { one, type, place }, what)
    if (live !== undefined) found.set(key, live)
  })
  return found
}

function groupsOf(rows: readonly Wanted[]): readonly (readonly Wanted[])[] {
  const keyOf = ({ type, place }: Wanted): string =>
    JSON.stringify([type.group, type.version, type.resource, place.namespace])
  return [...Map.groupBy(rows, keyOf).values()]
}

interface Listed {
  readonly items: ReadonlyMap<string, KubeObject>
  /** What is not listed is not there. */
  readonly isWhole: boolean
}

/** The first page of a list; undefined for somebody who may not list. */
async function listOf(
  world: ObjectWorld,
  [first]: readonly Wanted[],
  what: 'metadata' | 'marked',
): Promise<Listed | undefined> {
  if (first === undefined) return undefined
  const { type, place } = first
  const options: ListOptions = {
    limit: PAGE,
    ...(place.namespace !== undefined && { namespace: place.namespace }),
    ...(what === 'metadata' ? { isPartial: true } : { labelSelector: MARK_SELECTOR }),
    signal: world.signal,
  }
  try {
    const page = await patiently(world, () => world.client.list(type, options))
    const items = new Map(page.items.map((item) => [item.metadata.name, whole(item, type)]))
    return { items, isWhole: what === 'metadata' && page.continue === undefined }
  } catch (error) {
    if (!(error instanceof StatusError)) throw new UnreadableObject(first.one, error)
    // a kind that is not served yet has no objects
    return error.status.code === 404 ? { items: new Map(), isWhole: true } : undefined
  }
}

/** Items of a list of metadata say that they are that. */
function whole(item: KubeObject, type: ResourceType): KubeObject {
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`
  return { ...item, apiVersion, kind: type.kind }
}

async function read(
  world: ObjectWorld,
  { one, type, place }: Omit<Wanted, 'key'>,
  what: 'metadata' | 'marked',
): Promise<KubeObject | undefined> {
  try {
    const options = { isPartial: what === 'metadata', signal: world.signal }
    return whole(await patiently(world, () => world.client.get(type, place, options)), type)
  } catch (error) {
    if (error instanceof StatusError && error.status.code === 404) return undefined
    throw new UnreadableObject(one, error)
  }
}
