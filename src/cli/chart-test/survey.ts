import { type Client, type DiscoveredResource, discover } from '#client'
import { type KubeObject, StatusError } from '#kube'

/** An object that was seen; only its metadata are known. */
export interface Seen {
  readonly type: DiscoveredResource
  readonly object: KubeObject
}

/** Every object of a cluster by its uid. */
export type Survey = ReadonlyMap<string, Seen>

/** Kinds that come and go by themselves, whatever is installed. */
const PASSING: ReadonlySet<string> = new Set(['/events', 'events.k8s.io/events'])

/** Everything of every kind that can be listed. Throws StatusError, ClientError. */
export async function survey(client: Client): Promise<Survey> {
  const { resources } = await discover(client)
  const found = await Promise.all(listable(resources).map((type) => seenOf(client, type)))
  return new Map(found.flat())
}

/** Each resource once, in the version its group prefers. */
function listable(resources: readonly DiscoveredResource[]): DiscoveredResource[] {
  const byName = new Map<string, DiscoveredResource>()
  for (const type of resources) {
    const name = `${type.group}/${type.resource}`
    if (type.verbs.includes('list') && !PASSING.has(name) && !byName.has(name)) byName.set(name, type)
  }
  return [...byName.values()]
}

/** What has no uid is made up when it is asked for: metrics, the state of components. */
async function seenOf(client: Client, type: DiscoveredResource): Promise<(readonly [string, Seen])[]> {
  const items = await listAll(client, type)
  return items.flatMap((object) => {
    const { uid } = object.metadata
    const whole = { ...object, apiVersion: type.group === '' ? type.version : `${type.group}/${type.version}` }
    return typeof uid === 'string' ? [[uid, { type, object: { ...whole, kind: type.kind } }] as const] : []
  })
}

/** A group whose server does not answer, or a kind whose definition goes, has nothing that could be listed. */
async function listAll(client: Client, type: DiscoveredResource): Promise<readonly KubeObject[]> {
  try {
    return (await client.list(type, { isPartial: true })).items
  } catch (error) {
    if (error instanceof StatusError) return []
    throw error
  }
}
