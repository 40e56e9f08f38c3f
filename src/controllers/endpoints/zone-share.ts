import { mapAt, mapsAt, textAt as textOf } from '#kinds'
import { type KubeObject, milliValueOf, parseQuantity, textAt, valueAt } from '#kube'
import { conditionOf } from '../pod/state.ts'
import { ZONE_LABEL } from './labels.ts'

/** How many endpoints may be meant for a zone. */
export interface Allocation {
  readonly minimum: number
  readonly maximum: number
  readonly desired: number
}

/** By how much an endpoint may get more traffic than its share. */
const OVERLOAD = 0.2

/**
 * The part of the ready nodes' CPUs that each zone has; undefined when a node does not tell its zone or CPUs, or when all
 * are in one zone. Control plane nodes do not count. Source: `TopologyCache.SetNodes`.
 */
export function zoneShares(nodes: readonly KubeObject[]): ReadonlyMap<string, number> | undefined {
  const byZone = new Map<string, number>()
  let total = 0
  for (const node of nodes) {
    if (isControlPlane(node) || conditionOf(node, 'Ready')?.['status'] !== 'True') continue
    const zone = textAt(node, 'metadata', 'labels', ZONE_LABEL)
    const cpu = cpuMillis(node)
    if (zone === '' || cpu === 0) return undefined
    total += cpu
    byZone.set(zone, (byZone.get(zone) ?? 0) + cpu)
  }
  if (total === 0 || byZone.size < 2) return undefined
  return new Map([...byZone].map(([zone, cpu]) => [zone, cpu / total]))
}

/** How many of so many endpoints each zone is to have; a text says why that cannot be. Source: `getAllocations`. */
export function allocate(
  shares: ReadonlyMap<string, number> | undefined,
  count: number,
): ReadonlyMap<string, Allocation> | string {
  if (shares === undefined) return INSUFFICIENT_NODES
  const numbers = `(${count} endpoints, ${shares.size} zones)`
  if (shares.size > count) return `Insufficient number of endpoints ${numbers}`
  const minima = [...shares].map(([zone, share]) => ({ zone, share, minimum: minimumOf(share, count) }))
  const sum = minima.reduce((total, { minimum }) => total + minimum, 0)
  if (sum > count) return `${EXCEEDS} ${numbers}`
  return new Map(
    minima.map(({ zone, share, minimum }) => [
      zone,
      { minimum, desired: Math.max(share * count, minimum), maximum: minimum + count - sum },
    ]),
  )
}

/** Whether a zone has too few of a service's endpoints for its part of the CPUs. Source: `serviceOverloaded`. */
export function isOverloaded(
  counts: ReadonlyMap<string, number>,
  shares: ReadonlyMap<string, number> | undefined,
): boolean {
  if (counts.size === 0) return false
  if (shares === undefined) return true
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return [...shares].some(([zone, share]) => (counts.get(zone) ?? -1) < minimumOf(share, total))
}

const INSUFFICIENT_NODES = 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes'
const EXCEEDS = 'Unable to allocate minimum required endpoints to each zone without exceeding overload threshold'

function minimumOf(share: number, count: number): number {
  return Math.ceil(share * count * (1 / (1 + OVERLOAD)))
}

function isControlPlane(node: KubeObject): boolean {
  const roles = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master']
  return roles.some((role) => valueAt(node, 'metadata', 'labels', role) !== undefined)
}

function cpuMillis(node: KubeObject): number {
  const quantity = parseQuantity(textOf(mapAt(node, 'status', 'allocatable'), 'cpu'))
  return quantity === undefined ? 0 : Number(milliValueOf(quantity))
}

/** Ready endpoints in slices. */
export function readyCount(slices: readonly KubeObject[]): number {
  let count = 0
  for (const slice of slices) {
    for (const endpoint of mapsAt(slice, 'endpoints')) if (mapAt(endpoint, 'conditions')['ready'] === true) count += 1
  }
  return count
}
