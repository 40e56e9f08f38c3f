import { asMap, mapsAt } from '#kinds'
import { type JsonObject, type KubeObject, sameJson, textAt } from '#kube'
import { controllerReference } from '../owner/owner.ts'
import { hasLabelsOf, sliceLabels } from './labels.ts'
import { type EndpointSet, pack } from './pack.ts'
import type { Family } from './pod-endpoint.ts'

/** Who keeps the slices of services with a selector, as their label says it. */
export const SLICE_MANAGER = 'endpointslice-controller.k8s.io'

/** What is to be done with the slices of one service and family. */
export interface Plan {
  readonly create: readonly KubeObject[]
  readonly update: readonly KubeObject[]
  readonly remove: readonly KubeObject[]
  /** Those that stay as they are. */
  readonly unchanged: readonly KubeObject[]
}

/** Endpoints that serve the same ports. */
export interface PortGroup {
  readonly ports: readonly JsonObject[]
  readonly endpoints: EndpointSet
}

/** What a service's slices of one family are and what is to be in them; groups are by `portsKey`. */
export interface Wanted {
  readonly service: KubeObject
  readonly family: Family
  readonly slices: readonly KubeObject[]
  readonly groups: ReadonlyMap<string, PortGroup>
}

/**
 * What brings slices to the endpoints that are wanted. A service without endpoints keeps one empty slice. Takes the
 * endpoints out of the groups (mutates). Source: endpointslice `reconcileByAddressType`.
 */
export function planSlices({ service, family, slices, groups }: Wanted): Plan {
  const own = slices.filter((slice) => isOwnedBy(slice, service))
  const [create, update]: [KubeObject[], KubeObject[]] = [[], []]
  const remove = slices.filter((slice) => !own.includes(slice))
  const byPorts = Map.groupBy(own, (slice) => portsKey(mapsAt(slice, 'ports')))
  const labels = {
    isRight: (slice: KubeObject) => hasLabelsOf(slice, service),
    put: (slice: KubeObject) => relabelled(slice, sliceLabels(service, SLICE_MANAGER)),
  }
  for (const [key, { ports, endpoints }] of groups) {
    const packed = pack(byPorts.get(key) ?? [], endpoints, labels)
    create.push(...packed.create.map((made) => newSlice({ service, family, ports, endpoints: made })))
    update.push(...packed.update)
    remove.push(...packed.remove)
  }
  for (const [key, left] of byPorts) if (!groups.has(key)) remove.push(...left)
  const settled = keepPlaceholder({ create, update, remove, unchanged: [] }, { service, family, slices, groups })
  const touched = new Set([...settled.update, ...settled.remove].map(({ metadata }) => metadata.name))
  return { ...settled, unchanged: slices.filter(({ metadata }) => !touched.has(metadata.name)) }
}

/** What tells sets of ports apart, whatever their order. */
export function portsKey(ports: readonly JsonObject[]): string {
  const texts = ports.map(({ name, port, protocol, appProtocol }) =>
    JSON.stringify([name, port, protocol, appProtocol]),
  )
  return texts.sort().join(' ')
}

/** Slices that would be created take the place of those that would be removed. Source: `finalize`. */
export function recycle(plan: Plan, service: KubeObject): Plan {
  const [create, remove, update] = [[...plan.create], [...plan.remove], [...plan.update]]
  for (let at = 0; at < remove.length && create.length > 0; ) {
    const old = remove[at] as KubeObject
    const made = create.at(-1) as KubeObject
    if (old['addressType'] === made['addressType'] && isOwnedBy(old, service)) {
      create.pop()
      remove.splice(at, 1)
      update.push(inPlaceOf(made, old))
    } else at += 1
  }
  return { ...plan, create, remove, update }
}

/** Whether a slice belongs to this very service, not to one of its name before it. */
export function isOwnedBy({ metadata }: KubeObject, service: KubeObject): boolean {
  return mapsAt(metadata, 'ownerReferences').some(
    ({ uid, kind, apiVersion }) => uid === service.metadata['uid'] && kind === 'Service' && apiVersion === 'v1',
  )
}

/** A slice with another one's name and version. */
export function inPlaceOf(made: KubeObject, { metadata }: KubeObject): KubeObject {
  const { generateName: _, ...rest } = made.metadata
  const resourceVersion = metadata['resourceVersion'] ?? ''
  return { ...made, metadata: { ...rest, name: metadata.name, resourceVersion } }
}

interface Fresh {
  readonly service: KubeObject
  readonly family: Family
  readonly ports: readonly JsonObject[]
  readonly endpoints: readonly JsonObject[]
}

function newSlice({ service, family, ports, endpoints }: Fresh): KubeObject {
  const metadata: JsonObject = {
    generateName: `${service.metadata.name}-`,
    namespace: textAt(service, 'metadata', 'namespace'),
    labels: sliceLabels(service, SLICE_MANAGER),
    ownerReferences: [controllerReference(service)],
  }
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: metadata as KubeObject['metadata'],
    addressType: family,
    endpoints: [...endpoints],
    ports: [...ports],
  }
}

function relabelled(slice: KubeObject, labels: JsonObject): KubeObject {
  return { ...slice, metadata: { ...slice.metadata, labels } }
}

function keepPlaceholder(plan: Plan, { service, family, slices }: Wanted): Plan {
  if (plan.remove.length !== slices.length || plan.create.length > 0) return plan
  const placeholder = newSlice({ service, family, ports: [], endpoints: [] })
  const [only] = plan.remove
  if (plan.remove.length === 1 && only !== undefined && isPlaceholder(only, service)) return { ...plan, remove: [] }
  return { ...plan, create: [placeholder] }
}

function isPlaceholder(slice: KubeObject, service: KubeObject): boolean {
  const isEmpty = mapsAt(slice, 'endpoints').length === 0 && mapsAt(slice, 'ports').length === 0
  return (
    isEmpty &&
    isOwnedBy(slice, service) &&
    sameJson(asMap(slice.metadata['labels']), sliceLabels(service, SLICE_MANAGER))
  )
}
