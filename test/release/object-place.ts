import { type Client, createRestMapper } from '#client'
import { type Cluster, realClock } from '#cluster'
import type { Clock, KubeObject } from '#kube'
import type { ReleaseEvent } from '#release'
import type { ManifestObject } from '../../src/release/contract/apply.ts'
import type { ObjectWorld } from '../../src/release/contract/world.ts'
import { readManifest } from '../../src/release/manifest/read.ts'

/** A namespace of a cluster, for writing objects and waiting for them. */
export interface ObjectPlace {
  readonly world: ObjectWorld
  readonly client: Client
  readonly namespace: string
  readonly events: ReleaseEvent[]
  /** The marks of release `r` in this namespace. */
  readonly owner: { readonly name: string; readonly namespace: string }
  /** The objects of a manifest. */
  read(text: string): Promise<readonly ManifestObject[]>
  /** A live object by its manifest; undefined when there is none. */
  live(one: ManifestObject): Promise<KubeObject | undefined>
}

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', isNamespaced: false }
let count = 0

/** A new namespace of a cluster. */
export async function openObjectPlace({ client }: Cluster, clock: Clock = realClock): Promise<ObjectPlace> {
  count++
  const namespace = `objects-${count}`
  await client.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  const events: ReleaseEvent[] = []
  const mapper = createRestMapper(client)
  const world: ObjectWorld = {
    client,
    mapper,
    namespace,
    clock,
    random: () => 0.5,
    report: (event) => events.push(event),
    signal: new AbortController().signal,
  }
  const live = async ({ object }: ManifestObject): Promise<KubeObject | undefined> => {
    const type = await mapper.typeOf(object)
    const { items } = await client.list(type, type.isNamespaced ? { namespace } : {})
    return items.find(({ metadata }) => metadata.name === object.metadata.name)
  }
  const read = (text: string): Promise<readonly ManifestObject[]> => readManifest(text, world)
  return { world, client, namespace, events, owner: { name: 'r', namespace }, read, live }
}
