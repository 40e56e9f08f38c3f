import { type Client, coreType, type ResourceType } from '#client'
import { isTerminating, type JsonObject, type KubeObject, type OwnerReference, textAt, valueAt } from '#kube'

/** Where everything happens. */
export const namespace = 'default'
export const deployments = named('deployments', 'Deployment')
const replicaSets = named('replicasets', 'ReplicaSet')
const pods = coreType('pods', 'Pod')

function named(resource: string, kind: string): ResourceType {
  return { group: 'apps', version: 'v1', resource, kind, isNamespaced: true }
}

/** How a Deployment shall be in the end. */
export interface Wanted {
  readonly image: string
  readonly replicas: number
  readonly recreates: boolean
}

/** The Deployment that asks for it. */
export function deploymentOf(name: string, { image, replicas, recreates }: Wanted): KubeObject {
  const labels = { app: name }
  const strategy = recreates
    ? { type: 'Recreate', rollingUpdate: null }
    : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image }] } }
  const spec = { replicas, strategy, selector: { matchLabels: labels }, template, revisionHistoryLimit: 3 }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec } as unknown as KubeObject
}

/** What is not as it shall be: what may still become so, and what must never be. */
export interface Found {
  readonly pending: readonly string[]
  readonly faults: readonly string[]
}

/** Looks at every Deployment, set and pod. */
export async function findFaults(client: Client, wanted: ReadonlyMap<string, Wanted>): Promise<Found> {
  const world = {
    deployments: (await client.list(deployments, { namespace })).items,
    sets: (await client.list(replicaSets, { namespace })).items,
    pods: (await client.list(pods, { namespace })).items,
  }
  return {
    pending: [
      ...[...wanted].flatMap(([name, one]) => unfinished(world, name, one)),
      ...world.deployments.filter(({ metadata }) => !wanted.has(metadata.name)).map(whole('is still there')),
      ...world.sets.filter((set) => !hasOwner(set, world.deployments)).map(whole('has no owner')),
      ...world.pods.filter((pod) => !hasOwner(pod, world.sets)).map(whole('has no owner')),
    ],
    faults: [...twice(world.sets), ...tooMany(world)],
  }
}

interface World {
  readonly deployments: readonly KubeObject[]
  readonly sets: readonly KubeObject[]
  readonly pods: readonly KubeObject[]
}

function whole(what: string): (object: KubeObject) => string {
  return ({ kind, metadata }) => `${kind} ${metadata.name} ${what}`
}

/** A Deployment has all its pods, all of them new and serving, and its other sets have none. */
function unfinished(world: World, name: string, { image, replicas }: Wanted): readonly string[] {
  const one = world.deployments.find(({ metadata }) => metadata.name === name)
  if (one === undefined) return [`Deployment ${name} is missing`]
  const { status } = one
  const isSeen = valueAt(status, 'observedGeneration') === valueAt(one, 'metadata', 'generation')
  const counts = ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas']
  if (!isSeen || counts.some((count) => valueAt(status, count) !== replicas))
    return [`Deployment ${name} is not rolled out: ${JSON.stringify(status)}`]
  const own = world.pods.filter((pod) => textAt(pod, 'metadata', 'labels', 'app') === name)
  const images = own.map((pod) => imageOf(valueAt(pod, 'spec')))
  if (own.length !== replicas || images.some((found) => found !== image))
    return [`Deployment ${name} has ${images.join(', ')} – expected ${replicas} of ${image}`]
  const sets = world.sets.filter((set) => textAt(set, 'metadata', 'labels', 'app') === name)
  const sizes = sets.filter((set) => Number(valueAt(set, 'spec', 'replicas')) > 0)
  return sizes.length === 1 ? [] : [`Deployment ${name} has ${sizes.length} sets with pods`]
}

function imageOf(spec: unknown): string {
  return textAt(spec as JsonObject, 'containers', '0', 'image')
}

/** The owner is there, by its uid, and no other one controls the object. */
function hasOwner(object: KubeObject, owners: readonly KubeObject[]): boolean {
  const references = (valueAt(object, 'metadata', 'ownerReferences') ?? []) as unknown as readonly OwnerReference[]
  return references.length === 1 && owners.some(({ metadata }) => metadata['uid'] === references[0]?.uid)
}

/** One set a Deployment and template, whatever came in between. */
function twice(sets: readonly KubeObject[]): readonly string[] {
  const seen = new Map<string, string>()
  const faults: string[] = []
  for (const set of sets) {
    const template = valueAt(set, 'spec', 'template', 'spec')
    const key = `${textAt(set, 'metadata', 'labels', 'app')} ${imageOf(template)}`
    const other = seen.get(key)
    if (other !== undefined) faults.push(`ReplicaSets ${other} and ${set.metadata.name} are of one template`)
    seen.set(key, set.metadata.name)
  }
  return faults
}

/** No set ever has more pods that count than the Deployment may have together: a pod that was made twice would be one too many. */
function tooMany({ sets, pods: all, deployments: owners }: World): readonly string[] {
  const counts = new Map<string, number>()
  for (const pod of all) {
    const [owner] = (valueAt(pod, 'metadata', 'ownerReferences') ?? []) as unknown as readonly OwnerReference[]
    if (owner === undefined || isTerminating(pod)) continue
    counts.set(owner.uid, (counts.get(owner.uid) ?? 0) + 1)
  }
  const faults: string[] = []
  for (const set of sets) {
    const [owner] = (valueAt(set, 'metadata', 'ownerReferences') ?? []) as unknown as readonly OwnerReference[]
    const deployment = owners.find(({ metadata }) => metadata['uid'] === owner?.uid)
    const most = Number(valueAt(deployment, 'spec', 'replicas') ?? 0) + 1
    const count = counts.get(textAt(set, 'metadata', 'uid')) ?? 0
    if (deployment !== undefined && count > most)
      faults.push(`ReplicaSet ${set.metadata.name} has ${count} pods of ${most}`)
  }
  return faults
}
