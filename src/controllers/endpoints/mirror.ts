import { asMap, mapsAt, textAt as textOf } from '#kinds'
import { type JsonObject, type KubeObject, parseIp, printIp, sameJson, textAt } from '#kube'
import { controllerReference } from '../owner/owner.ts'
import { MANAGED_BY, SERVICE_LABEL, TRIGGER_TIME } from './labels.ts'
import { type EndpointSet, endpointKey, isSameState } from './pack.ts'
import { inPlaceOf, type Plan, portsKey } from './plan.ts'
import type { Family } from './pod-endpoint.ts'

/** Who keeps slices that mirror Endpoints made by hand, as their label says it. */
export const MIRROR_MANAGER = 'endpointslicemirroring-controller.k8s.io'
/** How many addresses of a subset are mirrored. */
export const MIRROR_SIZE = 1000

/** What mirrors Endpoints, and how many addresses could not be. */
export interface Mirrored {
  readonly plan: Plan
  /** Addresses that are no addresses. */
  readonly invalid: number
  /** Addresses that are not mirrored, invalid ones among them. */
  readonly skipped: number
}

/** One slice for each subset and family of an Endpoints object. Source: kubernetes pkg/controller/endpointslicemirroring. */
export function mirror(endpoints: KubeObject, slices: readonly KubeObject[]): Mirrored {
  const { groups, invalid, skipped } = wantedGroups(endpoints)
  const byKey = Map.groupBy(slices, (slice) => keyOf(mapsAt(slice, 'ports'), textOf(slice, 'addressType')))
  const [create, update, remove]: [KubeObject[], KubeObject[], KubeObject[]] = [[], [], []]
  for (const [key, group] of groups) {
    const [first, ...more] = byKey.get(key) ?? []
    remove.push(...more)
    if (group.set.size === 0) {
      if (first !== undefined) remove.push(first)
    } else if (first === undefined) create.push(newSlice(endpoints, group))
    else if (!isMirror(first, group.set, endpoints)) update.push(inPlaceOf(newSlice(endpoints, group), first))
  }
  for (const [key, left] of byKey) if (!groups.has(key)) remove.push(...left)
  return { plan: recycled({ create, update, remove, unchanged: [] }), invalid, skipped }
}

interface Group {
  readonly ports: readonly JsonObject[]
  readonly family: Family
  readonly set: EndpointSet
}

interface Wanted {
  readonly groups: ReadonlyMap<string, Group>
  readonly invalid: number
  readonly skipped: number
}

const FAMILIES: readonly Family[] = ['IPv4', 'IPv6']

function wantedGroups(endpoints: KubeObject): Wanted {
  const groups = new Map<string, Group>()
  let invalid = 0
  let skipped = 0
  for (const subset of mapsAt(endpoints, 'subsets')) {
    const ports = mapsAt(subset, 'ports').map(portOf)
    for (const family of FAMILIES) {
      const key = keyOf(ports, family)
      if (!groups.has(key)) groups.set(key, { ports, family, set: new Map() })
    }
    const ready = mapsAt(subset, 'addresses').map((address) => endpointOf(address, true))
    const all = [...ready, ...mapsAt(subset, 'notReadyAddresses').map((address) => endpointOf(address, false))]
    let added = 0
    for (const found of all) {
      if (added >= MIRROR_SIZE) break
      if (found === undefined) invalid += 1
      else {
        groups.get(keyOf(ports, found.family))?.set.set(endpointKey(found.endpoint), found.endpoint)
        added += 1
      }
    }
    skipped += all.length - added
  }
  return { groups, invalid, skipped }
}

function keyOf(ports: readonly JsonObject[], family: string): string {
  return `${family} ${portsKey(ports)}`
}

function portOf({ name = '', port = 0, protocol = 'TCP', appProtocol }: JsonObject): JsonObject {
  return { name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) }
}

function endpointOf(address: JsonObject, ready: boolean): { endpoint: JsonObject; family: Family } | undefined {
  const ip = parseIp(textOf(address, 'ip'))
  if (ip === undefined) return undefined
  const { hostname, nodeName, targetRef } = address
  const endpoint: JsonObject = {
    addresses: [printIp(ip)],
    conditions: { ready },
    ...(typeof hostname === 'string' && hostname !== '' && { hostname }),
    ...(targetRef !== undefined && { targetRef }),
    ...(nodeName !== undefined && { nodeName }),
  }
  return { endpoint, family: ip.family }
}

function isMirror(slice: KubeObject, wanted: EndpointSet, endpoints: KubeObject): boolean {
  const present = mapsAt(slice, 'endpoints')
  const isEach = present.every((endpoint) => {
    const found = wanted.get(endpointKey(endpoint))
    return found !== undefined && isSameState(found, endpoint)
  })
  const { [SERVICE_LABEL]: _, [MANAGED_BY]: __, ...labels } = asMap(slice.metadata['labels'])
  return (
    isEach &&
    present.length === wanted.size &&
    sameJson(labels, asMap(endpoints.metadata['labels'])) &&
    sameJson(asMap(slice.metadata['annotations']), annotationsOf(endpoints))
  )
}

function annotationsOf({ metadata }: KubeObject): JsonObject {
  const { [TRIGGER_TIME]: _, [LAST_APPLIED]: __, ...kept } = asMap(metadata['annotations'])
  return kept
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

function newSlice(endpoints: KubeObject, { ports, family, set }: Group): KubeObject {
  const { name } = endpoints.metadata
  const metadata: JsonObject = {
    generateName: name.length < 253 ? `${name}-` : name,
    namespace: textAt(endpoints, 'metadata', 'namespace'),
    labels: { ...asMap(endpoints.metadata['labels']), [SERVICE_LABEL]: name, [MANAGED_BY]: MIRROR_MANAGER },
    annotations: annotationsOf(endpoints),
    ownerReferences: [controllerReference(endpoints)],
  }
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: metadata as KubeObject['metadata'],
    addressType: family,
    endpoints: [...set.values()].slice(0, MIRROR_SIZE),
    ports: [...ports],
  }
}

/** New slices take the place of those that would be removed. */
function recycled({ create, update, remove, unchanged }: Plan): Plan {
  const left = [...remove]
  const [made, replaced]: [KubeObject[], KubeObject[]] = [[], []]
  for (const slice of create) {
    const at = left.findIndex((old) => old['addressType'] === slice['addressType'])
    const [old] = at < 0 ? [] : left.splice(at, 1)
    if (old === undefined) made.push(slice)
    else replaced.push(inPlaceOf(slice, old))
  }
  return { create: made, update: [...update, ...replaced], remove: left, unchanged }
}
