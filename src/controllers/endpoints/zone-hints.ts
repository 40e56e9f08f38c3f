import { mapAt, mapsAt, textAt as textOf } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import type { EventNote } from '#reconcile'
import type { Plan } from './plan.ts'
import type { Family } from './pod-endpoint.ts'
import { hintEach, isReadyEndpoint, withoutHints } from './traffic-hints.ts'
import { type Allocation, allocate, isOverloaded, readyCount } from './zone-share.ts'

/** Hints by the zones' part of the CPUs, for services with `service.kubernetes.io/topology-mode: Auto`. */
export interface ZoneHints {
  /** A plan with hints, or without where they cannot be given. */
  hint(plan: Plan, about: About): Hinted
  /** A service that wants no such hints any more; gives what is to be told. */
  forget(about: Omit<About, 'shares'>): readonly EventNote[]
  forgetService(key: string): void
  /** Keys of services whose hints do not suit these shares. */
  unsuited(shares: ReadonlyMap<string, number> | undefined): readonly string[]
  readonly isEmpty: boolean
}

/** Which service's slices get hints, and the part of the CPUs that each zone has. */
export interface About {
  readonly key: string
  readonly family: Family
  readonly shares: ReadonlyMap<string, number> | undefined
}

/** A plan and what is to be told about it. */
export interface Hinted {
  readonly plan: Plan
  readonly notes: readonly EventNote[]
}

type Counts = Map<string, number>

/** Whether a service asks for hints by its annotations. */
export function wantsZoneHints(service: KubeObject): boolean {
  const annotations = mapAt(service, 'metadata', 'annotations')
  const old = annotations['service.kubernetes.io/topology-aware-hints']
  const value = old ?? annotations['service.kubernetes.io/topology-mode']
  return value === 'Auto' || value === 'auto'
}

/** No service has hints yet. Source: endpointslice topologycache. */
export function createZoneHints(): ZoneHints {
  const counts = new Map<string, Map<Family, Counts>>()
  const populated = new Set<string>()
  const drop = (key: string, family: Family): void => {
    const families = counts.get(key)
    families?.delete(family)
    if (families?.size === 0) counts.delete(key)
    populated.delete(key)
  }
  return {
    hint: (plan, { key, family, shares }) => {
      const spread = spreadHints(plan, shares)
      if (typeof spread === 'string') {
        drop(key, family)
        return { plan: withoutHints(plan), notes: [disabled(spread, family)] }
      }
      const isNew = !populated.has(key)
      counts.set(key, (counts.get(key) ?? new Map<Family, Counts>()).set(family, spread.counts))
      populated.add(key)
      return { plan: spread.plan, notes: isNew ? [enabled(family)] : [] }
    },
    forget: ({ key, family }) => {
      const notes = populated.has(key) ? [disabled('Topology Aware Hints has been disabled', family)] : []
      drop(key, family)
      return notes
    },
    forgetService: (key) => {
      counts.delete(key)
      populated.delete(key)
    },
    unsuited: (shares) =>
      [...counts].filter(([, by]) => [...by.values()].some((one) => isOverloaded(one, shares))).map(([key]) => key),
    get isEmpty() {
      return counts.size === 0
    },
  }
}

function enabled(family: Family): EventNote {
  const message = `Topology Aware Hints has been enabled, addressType: ${family}`
  return { type: 'Normal', reason: 'TopologyAwareHintsEnabled', message }
}

function disabled(message: string, family: Family): EventNote {
  return { type: 'Warning', reason: 'TopologyAwareHintsDisabled', message: `${message}, addressType: ${family}` }
}

interface Spread {
  readonly plan: Plan
  readonly counts: Counts
}

/** Endpoints are meant for their own zones; zones with too many give some to those with too few. A text says why not. */
function spreadHints(plan: Plan, shares: ReadonlyMap<string, number> | undefined): Spread | string {
  const count = readyCount([...plan.create, ...plan.update, ...plan.unchanged])
  const allocations = allocate(shares, count)
  if (typeof allocations === 'string') return allocations
  const counts: Counts = new Map()
  const wrong = plan.unchanged.filter((slice) => !countHints(slice, counts, allocations))
  const open = [...plan.create, ...plan.update, ...wrong]
  for (const endpoint of open.flatMap(readyOf)) {
    const zone = textOf(endpoint, 'zone')
    if (zone === '') return 'One or more endpoints do not have a zone specified'
    add(counts, zone, 1)
  }
  const moves = findMoves(allocations, counts)
  const hinted = (slice: KubeObject): KubeObject => hintEach(slice, (endpoint) => hintOf(endpoint, moves, counts))
  const create = plan.create.map(hinted)
  const update = [...plan.update, ...wrong].map(hinted)
  if (counts.size === 0) return 'No hints allocated for zones'
  return { plan: { ...plan, create, update, unchanged: plan.unchanged.filter((one) => !wrong.includes(one)) }, counts }
}

function readyOf(slice: KubeObject): readonly JsonObject[] {
  return mapsAt(slice, 'endpoints').filter(isReadyEndpoint)
}

/** Adds the hints that a slice has (mutates `counts`); false, and nothing added, when they are wrong. */
function countHints(slice: KubeObject, counts: Counts, allocations: ReadonlyMap<string, Allocation>): boolean {
  const own: Counts = new Map()
  for (const endpoint of readyOf(slice)) {
    const zones = mapsAt(mapAt(endpoint, 'hints'), 'forZones').map((one) => textOf(one, 'name'))
    if (zones.length === 0) return false
    for (const zone of zones) add(own, zone, 1)
  }
  for (const [zone, count] of own) {
    const maximum = allocations.get(zone)?.maximum ?? -1
    if (count + (counts.get(zone) ?? 0) > maximum) return false
  }
  for (const [zone, count] of own) add(counts, zone, count)
  return true
}

interface Moves {
  readonly giving: Counts
  readonly receiving: Counts
}

/** How many endpoints zones give to others and get from them, in whole numbers. */
function findMoves(allocations: ReadonlyMap<string, Allocation>, counts: Counts): Moves {
  const [surplus, want]: [Counts, Counts] = [new Map(), new Map()]
  for (const [zone, { desired }] of allocations) {
    const difference = (counts.get(zone) ?? 0) - desired
    if (difference > 0) surplus.set(zone, difference)
    else if (difference < 0) want.set(zone, -difference)
  }
  const moves: Moves = { giving: new Map(), receiving: new Map() }
  for (;;) {
    const [from, to] = [mostOf(surplus), mostOf(want)]
    const isEnough = from === undefined || to === undefined || (from.count < 1 && to.count < 1)
    if (isEnough || from.count < 0.5 || to.count < 0.5) return moves
    add(moves.giving, from.zone, 1)
    add(surplus, from.zone, -1)
    add(moves.receiving, to.zone, 1)
    add(want, to.zone, -1)
  }
}

function mostOf(counts: Counts): { zone: string; count: number } | undefined {
  let most: { zone: string; count: number } | undefined
  for (const [zone, count] of counts) if (count > (most?.count ?? 0)) most = { zone, count }
  return most
}

/** The zone an endpoint is meant for: its own, or one that gets endpoints from it (mutates what is left to move). */
function hintOf(endpoint: JsonObject, { giving, receiving }: Moves, counts: Counts): JsonObject | undefined {
  if (!isReadyEndpoint(endpoint)) return undefined
  const own = textAt(endpoint, 'zone')
  const [other] = receiving.keys()
  if (other === undefined || !giving.has(own)) return { forZones: [{ name: own }] }
  spend(giving, own)
  spend(receiving, other)
  add(counts, other, 1)
  add(counts, own, -1)
  return { forZones: [{ name: other }] }
}

function spend(counts: Counts, zone: string): void {
  const left = (counts.get(zone) ?? 0) - 1
  if (left > 0) counts.set(zone, left)
  else counts.delete(zone)
}

function add(counts: Counts, zone: string, count: number): void {
  counts.set(zone, (counts.get(zone) ?? 0) + count)
}
