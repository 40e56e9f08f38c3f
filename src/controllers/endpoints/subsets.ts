import { mapsAt, textAt as textOf } from '#kinds'
import type { JsonObject } from '#kube'
import { textAt } from '#kube'

/** How many addresses an Endpoints object holds at most. */
export const CAPACITY = 1000

/** One pod behind a service: its address, the ports it serves, and whether it is ready. */
export interface Address {
  readonly address: JsonObject
  readonly ports: readonly JsonObject[]
  readonly isReady: boolean
}

/**
 * Subsets of an Endpoints object: addresses that serve the same ports together, each address once, sorted by address. Source:
 * kubernetes `RepackSubsets`.
 */
export function subsetsOf(addresses: readonly Address[]): JsonObject[] {
  const byPort = new Map<string, { readonly port: JsonObject | undefined; readonly at: Map<string, Address> }>()
  for (const address of addresses) {
    const key = addressKey(address.address)
    for (const port of address.ports.length === 0 ? [undefined] : address.ports) {
      const place = port === undefined ? '' : portText(port)
      const offered = byPort.get(place) ?? { port, at: new Map<string, Address>() }
      byPort.set(place, offered)
      // not ready wins over ready
      if (offered.at.get(key)?.isReady !== false) offered.at.set(key, address)
    }
  }
  const together = Map.groupBy(byPort.values(), ({ at }) => stateText(at))
  const subsets = [...together.values()].map((group) =>
    subsetOf(
      group.flatMap(({ port }) => (port === undefined ? [] : [port])),
      [...(group[0]?.at.values() ?? [])],
    ),
  )
  return subsets.sort((a, b) => compare(subsetText(a), subsetText(b)))
}

/**
 * Subsets with no more addresses than an object holds, ready ones first, each subset its part of them; the same list when
 * all fit. Source: `truncateEndpoints`.
 */
export function truncated(subsets: JsonObject[]): JsonObject[] {
  const ready = countOf(subsets, 'addresses')
  const notReady = countOf(subsets, 'notReadyAddresses')
  if (ready + notReady <= CAPACITY) return subsets
  const cutsReady = ready > CAPACITY
  const room = cutsReady ? CAPACITY : CAPACITY - ready
  const total = cutsReady ? ready : notReady
  const field = cutsReady ? 'addresses' : 'notReadyAddresses'
  let left = room
  return subsets.map((subset) => {
    const all = mapsAt(subset, field)
    const kept = all.slice(0, Math.min(left, Math.ceil((all.length / total) * room)))
    left -= kept.length
    const { addresses, notReadyAddresses: _, ports } = subset
    const ported = ports === undefined ? {} : { ports }
    if (cutsReady) return { ...(kept.length > 0 && { addresses: kept }), ...ported }
    return {
      ...(addresses !== undefined && { addresses }),
      ...(kept.length > 0 && { notReadyAddresses: kept }),
      ...ported,
    }
  })
}

function subsetOf(ports: readonly JsonObject[], all: readonly Address[]): JsonObject {
  const sorted = [...all].sort((a, b) => compare(addressKey(a.address), addressKey(b.address)))
  const ready = sorted.filter(({ isReady }) => isReady).map(({ address }) => address)
  const notReady = sorted.filter(({ isReady }) => !isReady).map(({ address }) => address)
  return {
    ...(ready.length > 0 && { addresses: ready }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady }),
    ...(ports.length > 0 && { ports: [...ports].sort((a, b) => compare(portText(a), portText(b))) }),
  }
}

function countOf(subsets: readonly JsonObject[], field: string): number {
  return subsets.reduce((sum, subset) => sum + mapsAt(subset, field).length, 0)
}

/** Two pods of one address (on the host's network) are two. */
function addressKey(address: JsonObject): string {
  return `${textOf(address, 'ip')} ${textAt(address, 'targetRef', 'uid')}`
}

function stateText(at: ReadonlyMap<string, Address>): string {
  return [...at]
    .map(([key, { isReady }]) => `${key} ${isReady}`)
    .sort()
    .join(',')
}

function portText({ name, port, protocol, appProtocol }: JsonObject): string {
  return JSON.stringify([port, protocol, name, appProtocol])
}

function subsetText(subset: JsonObject): string {
  return mapsAt(subset, 'ports').map(portText).join(' ')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
