import type { ObjectEvent } from '#client'
import { isTrue, mapAt } from '#kinds'
import { isTerminating, type KubeObject, parseIp, textAt } from '#kube'
import { type Context, type Controller, keyOfObject, keyOfText, type ObjectKey, textOfKey } from '#reconcile'
import { createPace, type Pace } from '../pace.ts'
import { perRun } from '../per-run.ts'
import { conditionOf } from '../pod/state.ts'
import { types } from '../types.ts'
import { ZONE_LABEL } from './labels.ts'
import { hasSelector, isAlias, podIndexers, podsOf, serviceIndexers, serviceKeys } from './membership.ts'
import { endpointKey } from './pack.ts'
import { type Plan, type PortGroup, planSlices, portsKey, recycle, SLICE_MANAGER } from './plan.ts'
import { type Family, isBehindService, podEndpoint, portsOf } from './pod-endpoint.ts'
import { serviceOf, sliceIndexers, slicesOf, writeSlices } from './slices.ts'
import { hasDistribution, withNearHints, withoutHints } from './traffic-hints.ts'
import { createTriggerTimes, type TriggerTimes } from './trigger-time.ts'
import { createWritten, type Written } from './written.ts'
import { createZoneHints, wantsZoneHints, type ZoneHints } from './zone-hints.ts'
import { zoneShares } from './zone-share.ts'

/** Keeps the EndpointSlices of services with a selector. Source: kubernetes pkg/controller/endpointslice. */
export const endpointSliceController: Controller = {
  name: 'endpoint-slice',
  component: 'endpoint-slice-controller',
  watches: [
    { type: types.services, indexers: serviceIndexers },
    { type: types.pods, indexers: podIndexers, keysOf: serviceKeys },
    { type: types.endpointSlices, indexers: sliceIndexers, keysOf: keysOfSlice },
    { type: types.nodes, keysOf: keysOfNode },
  ],
  reconcile: async (key, context) => {
    const state = stateOf(context)
    const service = context.informer(types.services).cache.get(key.namespace, key.name)
    if (service === undefined) return forget(key, state)
    if (isAlias(service) || !hasSelector(service)) return undefined
    const pods = podsOf(service, context)
    const waitMs = state.pace.waitMs(textOfKey(key), pods.length)
    if (waitMs > 0) return { requeueAfterMs: waitMs }
    await sync({ service, pods, key }, state, context)
    return undefined
  },
}

interface State {
  readonly written: Written
  readonly times: TriggerTimes
  readonly hints: ZoneHints
  readonly pace: Pace
  /** Of the nodes as they were last; undefined when a node changed since. */
  shares: { readonly value: ReadonlyMap<string, number> | undefined } | undefined
}

const stateOf = perRun<State>(({ clock }) => ({
  written: createWritten(clock),
  times: createTriggerTimes(),
  hints: createZoneHints(),
  pace: createPace(clock),
  shares: undefined,
}))

function keysOfSlice({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  const keys = [serviceOf(object, SLICE_MANAGER), serviceOf(previous, SLICE_MANAGER)].filter((key) => key !== undefined)
  if (type === 'DELETED') for (const key of keys) stateOf(context).written.drop(textOfKey(key), object)
  return keys
}

/** Nodes that change their zone or readiness change the zones' shares: services whose hints no longer suit are looked at. */
function keysOfNode({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  if (type === 'MODIFIED' && previous !== undefined && placeOf(previous) === placeOf(object)) return []
  const state = stateOf(context)
  state.shares = undefined
  if (state.hints.isEmpty) return []
  return state.hints.unsuited(sharesOf(state, context)).map(keyOfText)
}

function placeOf(node: KubeObject): string {
  return `${textAt(conditionOf(node, 'Ready'), 'status')} ${textAt(node, 'metadata', 'labels', ZONE_LABEL)}`
}

function sharesOf(state: State, context: Context): ReadonlyMap<string, number> | undefined {
  state.shares ??= { value: zoneShares(context.informer(types.nodes).cache.list()) }
  return state.shares.value
}

function forget(key: ObjectKey, { written, times, hints, pace }: State): undefined {
  written.forget(textOfKey(key))
  times.forget(key.namespace, key.name)
  hints.forgetService(textOfKey(key))
  pace.forget(textOfKey(key))
}

interface Subject {
  readonly service: KubeObject
  readonly pods: readonly KubeObject[]
  readonly key: ObjectKey
}

async function sync({ service, pods, key }: Subject, state: State, context: Context): Promise<void> {
  const time = state.times.next(service, pods)
  const slices = state.written.laidOver(textOfKey(key), slicesOf(key, SLICE_MANAGER, context))
  const families = familiesOf(service)
  const writing = { key: textOfKey(key), written: state.written, time, mayCreate: !isTerminating(service) }
  const lost = new Set<string>()
  for (const family of families) {
    const groups = groupsOf({ service, pods, key }, { family, lost }, context)
    const own = slices.filter((slice) => slice['addressType'] === family)
    const plan = hinted(planSlices({ service, family, slices: own, groups }), { service, family, state }, context)
    await writeSlices(recycle(plan, service), writing, context)
  }
  const remove = slices.filter((slice) => !families.includes(slice['addressType'] as Family))
  await writeSlices({ create: [], update: [], remove, unchanged: [] }, writing, context)
  if (lost.size > 0) throw new Error([...lost].join(', '))
}

interface Collecting {
  readonly family: Family
  /** Gets what is wrong with pods that are left out. */
  readonly lost: Set<string>
}

/** Endpoints by the ports they serve. A pod whose node is not there is left out unless the service takes every pod. */
function groupsOf(
  { service, pods, key }: Subject,
  { family, lost }: Collecting,
  context: Context,
): Map<string, PortGroup> {
  const { cache } = context.informer(types.nodes)
  const groups = new Map<string, PortGroup>()
  for (const pod of pods) {
    if (!isBehindService(pod)) continue
    const ports = portsOf(service, pod)
    const place = portsKey(ports)
    const group = groups.get(place) ?? { ports, endpoints: new Map() }
    groups.set(place, group)
    const nodeName = textAt(pod, 'spec', 'nodeName')
    const node = cache.get('', nodeName)
    if (node === undefined && !isTrue(mapAt(service, 'spec'), 'publishNotReadyAddresses')) {
      lost.add(`skipping Pod ${pod.metadata.name} for Service ${textOfKey(key)}: Node ${nodeName} Not Found`)
      continue
    }
    const endpoint = podEndpoint({ pod, service, node }, family)
    if ((endpoint['addresses'] as string[]).length > 0) group.endpoints.set(endpointKey(endpoint), endpoint)
  }
  return groups
}

interface Hinting {
  readonly service: KubeObject
  readonly family: Family
  readonly state: State
}

function hinted(plan: Plan, { service, family, state }: Hinting, context: Context): Plan {
  const key = textOfKey(keyOfObject(service))
  if (wantsZoneHints(service)) {
    const found = state.hints.hint(plan, { key, family, shares: sharesOf(state, context) })
    for (const note of found.notes) context.record(service, note)
    return found.plan
  }
  for (const note of state.hints.forget({ key, family })) context.record(service, note)
  return hasDistribution(service) ? withNearHints(plan, service) : withoutHints(plan)
}

/** The families of a service's addresses; an old headless service without any has both. */
function familiesOf(service: KubeObject): readonly Family[] {
  const said = mapAt(service, 'spec')['ipFamilies']
  if (Array.isArray(said) && said.length > 0) return said as Family[]
  const address = parseIp(textAt(service, 'spec', 'clusterIP'))
  return address === undefined ? ['IPv4', 'IPv6'] : [address.family]
}
