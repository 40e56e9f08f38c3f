import { coreType, type ListOptions, type ResourceType } from '#client'
import { apiVersionOf, type KubeObject } from '#kube'
import { inLanes } from '../apply/lanes.ts'
import { locate } from '../apply/place.ts'
import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import type { Target, View } from './standing.ts'

/** One resource in one namespace that is followed. */
export interface Source {
  readonly type: ResourceType
  /** Undefined for resources of the whole cluster. */
  readonly namespace: string | undefined
  /** The objects of it that matter; undefined for all. */
  readonly names: readonly string[] | undefined
  /** Without it nothing can be said; pods only help to say more. */
  readonly isEssential: boolean
}

/** What was read of the sources. */
export type Contents = ReadonlyMap<string, ReadonlyMap<string, KubeObject>>

const PODS = coreType('pods', 'Pod')
/** The endpoint of what a Deployment's pods come from. */
export const REPLICA_SETS: ResourceType = {
  group: 'apps',
  version: 'v1',
  resource: 'replicasets',
  kind: 'ReplicaSet',
  isNamespaced: true,
}

/** Where each object is. Throws ClientError `unknown-kind`. */
export function targetsOf(world: ObjectWorld, objects: readonly ManifestObject[]): Promise<readonly Target[]> {
  return inLanes(objects, async (one) => ({ one, ...(await locate(one, world)) }))
}

/** Kinds whose pods say more about them. */
export const POD_OWNERS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
])

/** What has to be followed to judge targets: one source a resource and namespace. */
export function sourcesOf(targets: readonly Target[]): readonly Source[] {
  const sources = new Map<string, Source>()
  const add = (source: Source): void => {
    const key = sourceKey(source.type, source.namespace)
    const known = sources.get(key)
    const names = known === undefined ? source.names : united(known.names, source.names)
    sources.set(key, { ...source, names, isEssential: source.isEssential || known?.isEssential === true })
  }
  for (const { type, place, one } of targets) {
    const { namespace } = place
    add({ type, namespace, names: [place.name], isEssential: true })
    if (!POD_OWNERS.has(one.object.kind)) continue
    add({ type: PODS, namespace, names: undefined, isEssential: false })
    if (one.object.kind !== 'Deployment') continue
    add({ type: REPLICA_SETS, namespace, names: undefined, isEssential: false })
  }
  return [...sources.values()]
}

function united(some: Source['names'], others: Source['names']): Source['names'] {
  return some === undefined || others === undefined ? undefined : [...new Set([...some, ...others])]
}

/** Asks for the only object that matters, where there is only one. */
export function selectionOf({ namespace, names }: Source): Pick<ListOptions, 'namespace' | 'fieldSelector'> {
  const [only] = names?.length === 1 ? names : []
  return {
    ...(namespace !== undefined && { namespace }),
    ...(only !== undefined && { fieldSelector: `metadata.name=${only}` }),
  }
}

/** Names a source. */
export function sourceKey({ group, resource }: ResourceType, namespace: string | undefined): string {
  return `${resource}.${group}/${namespace ?? ''}`
}

/** What was read, as rules look at it. */
export function viewOf(contents: Contents, nowMs: number): View {
  const listOf = (type: ResourceType, namespace: string): readonly KubeObject[] => [
    ...(contents.get(sourceKey(type, namespace))?.values() ?? []),
  ]
  return {
    nowMs,
    get: ({ type, place }) => contents.get(sourceKey(type, place.namespace))?.get(place.name),
    pods: (namespace) => listOf(PODS, namespace),
    replicaSets: (namespace) => listOf(REPLICA_SETS, namespace),
  }
}

/** Objects of lists and watches say their kind not always; the long list of field owners is not kept. */
export function keptOf(object: KubeObject, type: ResourceType): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, apiVersion: apiVersionOf(type), kind: type.kind, metadata }
}
