import { type Client, coreType, type ResourceType } from '#client'
import { isTerminating, type KubeObject, type OwnerReference, textAt, valueAt } from '#kube'

const pods = coreType('pods', 'Pod')
const replicaSets: ResourceType = {
  group: 'apps',
  version: 'v1',
  resource: 'replicasets',
  kind: 'ReplicaSet',
  isNamespaced: true,
}

/** A size that a set asked for from a resourceVersion on. */
interface Asked {
  readonly revision: number
  readonly size: number
}

/** How many pods counted for a set right after one was made. */
interface Made extends Asked {
  readonly owner: string
}

/** What was seen of the sets of a run, by their uid, over all starts. */
export interface SeenSets {
  readonly asked: Map<string, Asked[]>
  readonly made: Made[]
  readonly names: Map<string, string>
}

/** Nothing was seen yet. */
export function noSets(): SeenSets {
  return { asked: new Map(), made: [], names: new Map() }
}

/** So many versions of a set a controller may be behind when it makes a pod. */
const BEHIND = 5

/** Pods that were made although their set had as many as it asked for. */
export function doublesOf({ asked, made, names }: SeenSets): readonly string[] {
  const found: string[] = []
  for (const { owner, revision, size } of made) {
    const before = (asked.get(owner) ?? []).filter((one) => one.revision < revision)
    const wanted = Math.max(...before.slice(-BEHIND).map((one) => one.size))
    if (before.length > 0 && size > wanted)
      found.push(`${names.get(owner) ?? owner} had ${size} pods and asked for ${wanted}`)
  }
  return found
}

/** Follows sets and pods event by event, until the server is gone (mutates `seen`). */
export async function followSets(client: Client, seen: SeenSets): Promise<void> {
  const live = new Map<string, string>()
  await Promise.all([
    follow(client, replicaSets, (_type, set) => {
      const uid = textAt(set, 'metadata', 'uid')
      seen.names.set(uid, set.metadata.name)
      const versions = seen.asked.get(uid) ?? []
      versions.push({ revision: revisionOf(set), size: Number(valueAt(set, 'spec', 'replicas') ?? 0) })
      seen.asked.set(uid, versions)
    }),
    follow(client, pods, (type, pod) => {
      const uid = textAt(pod, 'metadata', 'uid')
      const [owner] = (valueAt(pod, 'metadata', 'ownerReferences') ?? []) as unknown as readonly OwnerReference[]
      if (type === 'DELETED' || !isActive(pod)) live.delete(uid)
      else if (owner !== undefined) live.set(uid, owner.uid)
      if (owner === undefined || type !== 'ADDED') return
      const size = [...live.values()].filter((one) => one === owner.uid).length
      seen.made.push({ owner: owner.uid, revision: revisionOf(pod), size })
    }),
  ])
}

function revisionOf(object: KubeObject): number {
  return Number(object.metadata['resourceVersion'])
}

function isActive(pod: KubeObject): boolean {
  const isFinished = ['Failed', 'Succeeded'].includes(textAt(pod, 'status', 'phase'))
  return !isFinished && !isTerminating(pod)
}

async function follow(
  client: Client,
  type: ResourceType,
  see: (type: string, object: KubeObject) => void,
): Promise<void> {
  try {
    const { items, resourceVersion } = await client.list(type, {})
    for (const item of items) see('LISTED', item)
    for await (const event of client.watch(type, { resourceVersion })) see(event.type, event.object as KubeObject)
  } catch {
    // the server is gone
  }
}
