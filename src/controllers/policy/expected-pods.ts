import { type Client, discover, type ResourceType } from '#client'
import { type Json, type KubeObject, type OwnerReference, textAt, valueAt } from '#kube'
import { controllerOf } from '../owner/owner.ts'
import { unless } from '../refusal.ts'

/** How many pods a budget counts on, and how many must stay healthy. */
export interface Expectation {
  readonly expected: number
  readonly desired: number
  /** Why the number cannot be told: no disruption is allowed then. */
  readonly problem?: string
}

/**
 * A whole `minAvailable` counts the pods there are; a percentage and `maxUnavailable` ask the pods' controllers how many
 * they want (their scale). Source: kubernetes disruption controller `getExpectedPodCount`.
 */
export async function expectedPods(
  budget: KubeObject,
  pods: readonly KubeObject[],
  client: Client,
): Promise<Expectation> {
  const minimum = valueAt(budget, 'spec', 'minAvailable')
  const maximum = valueAt(budget, 'spec', 'maxUnavailable')
  if (maximum === undefined && typeof minimum === 'number') return { expected: pods.length, desired: minimum }
  try {
    const expected = await wantedByControllers(pods, client)
    if (maximum !== undefined) return { expected, desired: Math.max(0, expected - shareOf(maximum, expected)) }
    return minimum === undefined
      ? { expected: pods.length, desired: 0 }
      : { expected, desired: shareOf(minimum, expected) }
  } catch (error) {
    if (!(error instanceof UnknownScale)) throw error
    return { expected: 0, desired: 0, problem: error.message }
  }
}

/** A pod without a controller, or one whose controller has no scale. */
class UnknownScale extends Error {}

/** A number as it is, a percentage of `total` rounded up. */
function shareOf(value: Json, total: number): number {
  if (typeof value === 'number') return value
  const percent = /^(\d+)%$/.exec(typeof value === 'string' ? value : '')?.[1]
  if (percent === undefined) throw new UnknownScale(`invalid value for IntOrString: ${JSON.stringify(value)}`)
  return Math.ceil((Number(percent) * total) / 100)
}

async function wantedByControllers(pods: readonly KubeObject[], client: Client): Promise<number> {
  const controllers = new Map<string, { readonly owner: OwnerReference; readonly namespace: string }>()
  for (const pod of pods) {
    const owner = controllerOf(pod)
    if (owner === undefined) throw new UnknownScale(`found no controller ref for pod "${pod.metadata.name}"`)
    controllers.set(owner.uid, { owner, namespace: textAt(pod, 'metadata', 'namespace') })
  }
  let sum = 0
  for (const { owner, namespace } of controllers.values()) sum += await scaleOf(owner, namespace, client)
  return sum
}

const APPS = { group: 'apps', version: 'v1', isNamespaced: true } as const
const REPLICA_SET: ResourceType = { ...APPS, resource: 'replicasets', kind: 'ReplicaSet' }
const BUILT_IN: Readonly<Record<string, ResourceType>> = {
  'apps/v1 ReplicaSet': REPLICA_SET,
  'apps/v1 StatefulSet': { ...APPS, resource: 'statefulsets', kind: 'StatefulSet' },
  'apps/v1 Deployment': { ...APPS, resource: 'deployments', kind: 'Deployment' },
  'v1 ReplicationController': { ...APPS, group: '', resource: 'replicationcontrollers', kind: 'ReplicationController' },
}

async function scaleOf(owner: OwnerReference, namespace: string, client: Client): Promise<number> {
  const type = BUILT_IN[`${owner.apiVersion} ${owner.kind}`] ?? (await scalableType(owner, client))
  if (type === undefined) throw new UnknownScale(`${owner.kind} ${owner.name} has no scale`)
  const object = await unless(['NotFound'], client.get(type, { namespace, name: owner.name }))
  if (object === undefined || object.metadata['uid'] !== owner.uid) return 0
  const above = type === REPLICA_SET ? controllerOf(object) : undefined
  // a rollout has two replica sets: the deployment's number is what is wanted
  if (above?.kind === 'Deployment') return scaleOf(above, namespace, client)
  if (type.group === APPS.group || type.group === '') return Number(valueAt(object, 'spec', 'replicas') ?? 1)
  const scale = await client.get(type, { namespace, name: owner.name, subresource: 'scale' })
  return Number(valueAt(scale, 'spec', 'replicas') ?? 0)
}

async function scalableType(owner: OwnerReference, client: Client): Promise<ResourceType | undefined> {
  const { resources } = await discover(client)
  return resources.find(
    ({ group, version, kind, subresources }) =>
      kind === owner.kind && `${group}/${version}` === owner.apiVersion && subresources.includes('scale'),
  )
}
