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

/** What was seen of the sets of a run, by their uid, over all starts. */
export interface SeenSets {
  /** The largest size that a set ever had or was sized for. */
  readonly sizes: Map<string, number>
  /** The most pods that ever counted for a set at once. */
  readonly counts: Map<string, number>
  readonly names: Map<string, string>
}

/** Nothing was seen yet. */
export function noSets(): SeenSets {
  return { sizes: new Map(), counts: new Map(), names: new Map() }
}

/** Sets that had more pods at once than they ever asked for: one of them was made twice. */
export function doublesOf({ sizes, counts, names }: SeenSets): readonly string[] {
  const found: string[] = []
  for (const [uid, count] of counts) {
    const size = sizes.get(uid)
    if (size !== undefined && count > size)
      found.push(`${names.get(uid) ?? uid} had ${count} pods and asked for ${size}`)
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
      const desired = Number(textAt(set, 'metadata', 'annotations', 'deployment.kubernetes.io/desired-replicas'))
      const size = Number(valueAt(set, 'spec', 'replicas') ?? 0)
      seen.sizes.set(uid, Math.max(seen.sizes.get(uid) ?? 0, size, desired))
    }),
    follow(client, pods, (type, pod) => {
      const uid = textAt(pod, 'metadata', 'uid')
      const [owner] = (valueAt(pod, 'metadata', 'ownerReferences') ?? []) as unknown as readonly OwnerReference[]
      if (type === 'DELETED' || !isActive(pod)) live.delete(uid)
      else if (owner !== undefined) live.set(uid, owner.uid)
      if (owner === undefined) return
      const count = [...live.values()].filter((one) => one === owner.uid).length
      seen.counts.set(owner.uid, Math.max(seen.counts.get(owner.uid) ?? 0, count))
    }),
  ])
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
    for (const item of items) see('ADDED', item)
    for await (const event of client.watch(type, { resourceVersion })) see(event.type, event.object as KubeObject)
  } catch {
    // the server is gone
  }
}
