import { type Client, ClientError, createRestMapper, type ResourceType, type RestMapper } from '#client'
import { type Json, type KubeObject, type OwnerReference, textAt, valueAt } from '#kube'
import type { Context } from '#reconcile'
import { controllerOf } from '../owner/owner.ts'
import { isRefusal, unless } from '../refusal.ts'
import { types } from '../types.ts'

/** How many pods a budget counts on, and how many must stay healthy. */
export interface Expectation {
  readonly expected: number
  readonly desired: number
  /** Whether pods were left out because nobody controls them. */
  readonly hasUnmanaged: boolean
}

/** The number of pods cannot be told: no disruption is allowed then. The message is for the user. */
export class UnknownScale extends Error {}

/**
 * A whole `minAvailable` counts the pods there are; a percentage and `maxUnavailable` ask the pods' controllers how many
 * they want (their scale). Throws UnknownScale. Source: kubernetes disruption controller `getExpectedPodCount`.
 */
export async function expectedPods(
  budget: KubeObject,
  pods: readonly KubeObject[],
  context: Context,
): Promise<Expectation> {
  const minimum = valueAt(budget, 'spec', 'minAvailable')
  const maximum = valueAt(budget, 'spec', 'maxUnavailable')
  if (maximum === undefined && typeof minimum === 'number')
    return { expected: pods.length, desired: minimum, hasUnmanaged: false }
  if (maximum === undefined && minimum === undefined) return { expected: 0, desired: 0, hasUnmanaged: false }
  const { expected, hasUnmanaged } = await wantedByControllers(pods, context)
  const desired =
    maximum === undefined ? shareOf(minimum ?? 0, expected) : Math.max(0, expected - shareOf(maximum, expected))
  return { expected, desired, hasUnmanaged }
}

/** A number as it is, a percentage of `total` rounded up. */
export function shareOf(value: Json, total: number): number {
  if (typeof value === 'number') return value
  const percent = /^(\d+)%$/.exec(typeof value === 'string' ? value : '')?.[1]
  if (percent === undefined)
    throw new UnknownScale('invalid value for IntOrString: invalid type: string is not a percentage')
  return Math.ceil((Number(percent) * total) / 100)
}

interface Wanted {
  readonly expected: number
  readonly hasUnmanaged: boolean
}

async function wantedByControllers(pods: readonly KubeObject[], context: Context): Promise<Wanted> {
  const scales = new Map<string, number>()
  const asked = new Set<string>()
  let hasUnmanaged = false
  for (const pod of pods) {
    const owner = controllerOf(pod)
    if (owner === undefined) hasUnmanaged = true
    if (owner === undefined || asked.has(owner.uid)) continue
    asked.add(owner.uid)
    const scale = await scaleOf(owner, textAt(pod, 'metadata', 'namespace'), context)
    if (scale === undefined) throw new UnknownScale(`found no controllers for pod "${pod.metadata.name}"`)
    scales.set(scale.uid, scale.replicas)
  }
  return { expected: [...scales.values()].reduce((sum, replicas) => sum + replicas, 0), hasUnmanaged }
}

/** How many pods a controller wants; two replica sets of one deployment are one. */
interface Scale {
  readonly uid: string
  readonly replicas: number
}

const BUILT_IN: Readonly<Record<string, ResourceType>> = {
  'apps ReplicaSet': types.replicaSets,
  'apps StatefulSet': types.statefulSets,
  'apps Deployment': types.deployments,
  ' ReplicationController': types.replicationControllers,
}

async function scaleOf(owner: OwnerReference, namespace: string, context: Context): Promise<Scale | undefined> {
  const slash = owner.apiVersion.indexOf('/')
  const type = BUILT_IN[`${owner.apiVersion.slice(0, Math.max(0, slash))} ${owner.kind}`]
  const object = type === undefined ? undefined : await ownerObject(type, { owner, namespace }, context)
  if (type === undefined || object === undefined) return foreignScale(owner, namespace, context)
  const above = type === types.replicaSets ? controllerOf(object) : undefined
  // a rollout has two replica sets: the deployment's number is what is wanted
  const isOfDeployment = above?.kind === 'Deployment' && above.apiVersion.startsWith('apps/')
  if (isOfDeployment) return scaleOf(above, namespace, context)
  return { uid: owner.uid, replicas: Number(valueAt(object, 'spec', 'replicas') ?? 1) }
}

interface OwnerPlace {
  readonly owner: OwnerReference
  readonly namespace: string
}

/** A cache may not know a new owner yet. */
async function ownerObject(
  type: ResourceType,
  { owner, namespace }: OwnerPlace,
  { client, informer }: Context,
): Promise<KubeObject | undefined> {
  const isIt = (object: KubeObject | undefined): boolean => object?.metadata['uid'] === owner.uid
  const cached = informer(type).cache.get(namespace, owner.name)
  if (isIt(cached)) return cached
  const fresh = await unless(['NotFound'], client.get(type, { namespace, name: owner.name }))
  return isIt(fresh) ? fresh : undefined
}

async function foreignScale(owner: OwnerReference, namespace: string, { client }: Context): Promise<Scale | undefined> {
  try {
    const type = await mapperOf(client).typeOf(owner)
    const scale = await scaleObject(type, { owner, namespace }, client)
    if (scale?.metadata['uid'] !== owner.uid) return undefined
    return { uid: owner.uid, replicas: Number(valueAt(scale, 'spec', 'replicas') ?? 0) }
  } catch (error) {
    if (error instanceof ClientError && error.code === 'unknown-kind') throw new UnknownScale(unknownKind(owner))
    throw error
  }
}

/** What a server serves is asked for once, not for each budget. */
const mappers = new WeakMap<Client, RestMapper>()

function mapperOf(client: Client): RestMapper {
  const mapper = mappers.get(client) ?? createRestMapper(client)
  mappers.set(client, mapper)
  return mapper
}

function unknownKind({ apiVersion, kind }: OwnerReference): string {
  return `no matches for kind "${kind}" in version "${apiVersion}"`
}

async function scaleObject(
  type: ResourceType,
  { owner, namespace }: OwnerPlace,
  client: Client,
): Promise<KubeObject | undefined> {
  const place = { namespace, name: owner.name }
  try {
    return await client.get(type, { ...place, subresource: 'scale' })
  } catch (error) {
    if (!isRefusal(error, 'NotFound')) throw error
    if ((await unless(['NotFound'], client.get(type, place))) === undefined) return undefined
    const group = type.group === '' ? type.resource : `${type.resource}.${type.group}`
    throw new UnknownScale(`${group} does not implement the scale subresource`)
  }
}
