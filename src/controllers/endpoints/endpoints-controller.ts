import type { ObjectEvent } from '#client'
import { asMap, isTrue, mapAt, textAt as textOf } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, parseIp, sameJson, textAt, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, textOfKey } from '#reconcile'
import { createPace, type Pace } from '../pace.ts'
import { perRun } from '../per-run.ts'
import { isNamespaceClosing } from '../pod/make.ts'
import { isReady } from '../pod/state.ts'
import { isRefusal } from '../refusal.ts'
import { types } from '../types.ts'
import { HEADLESS, isHeadless, LEADER, withTriggerTime } from './labels.ts'
import { hasSelector, isAlias, podIndexers, podsOf, serviceIndexers, serviceKeys } from './membership.ts'
import { addressesOf, type Family, hostnameOf, isBehindService, portsOf, targetOf } from './pod-endpoint.ts'
import { type Address, subsetsOf, truncated } from './subsets.ts'
import { createTriggerTimes, type TriggerTimes } from './trigger-time.ts'
import { createWritten, type Written } from './written.ts'

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by'
const MANAGER = 'endpoint-controller'
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity'

/** Keeps the Endpoints of services with a selector. Source: kubernetes pkg/controller/endpoint. */
export const endpointsController: Controller = {
  name: 'endpoint',
  component: MANAGER,
  watches: [
    { type: types.services, indexers: serviceIndexers },
    { type: types.pods, indexers: podIndexers, keysOf: serviceKeys },
    { type: types.endpoints, keysOf: keysOfEndpoints },
  ],
  begin: (context) => {
    // those whose service went while nobody looked
    for (const found of context.informer(types.endpoints).cache.list()) {
      if (textAt(found, 'metadata', 'annotations', LEADER) === '') context.enqueue(keyOfObject(found))
    }
    return () => undefined
  },
  reconcile: async (key, context) => {
    const state = stateOf(context)
    const place = textOfKey(key)
    const service = context.informer(types.services).cache.get(key.namespace, key.name)
    if (service === undefined) return forget(key, state, context)
    if (isAlias(service) || !hasSelector(service)) return undefined
    const pods = podsOf(service, context)
    const waitMs = state.pace.waitMs(place, pods.length)
    if (waitMs > 0) return { requeueAfterMs: waitMs }
    const time = state.times.next(service, pods)
    const cached = context.informer(types.endpoints).cache.get(key.namespace, key.name)
    const [current] = state.written.laidOver(place, cached === undefined ? [] : [cached])
    const wanted = endpointsOf({ service, pods, current, time })
    if (current !== undefined && isSame(current, wanted)) return undefined
    const made = await write(wanted, current, context)
    if (made !== undefined) state.written.put(place, made)
    return undefined
  },
}

/** Endpoints that someone removed are made again. */
function keysOfEndpoints({ type, object }: ObjectEvent, context: Context): readonly ObjectKey[] {
  if (type !== 'DELETED') return []
  const key = keyOfObject(object)
  return context.informer(types.services).cache.get(key.namespace, key.name) === undefined ? [] : [key]
}

interface State {
  readonly written: Written
  readonly times: TriggerTimes
  readonly pace: Pace
}

const stateOf = perRun<State>(({ clock }) => ({
  written: createWritten(clock),
  times: createTriggerTimes(),
  pace: createPace(clock),
}))

async function forget(key: ObjectKey, { written, times, pace }: State, { client }: Context): Promise<undefined> {
  const place = textOfKey(key)
  written.forget(place)
  pace.forget(place)
  times.forget(key.namespace, key.name)
  try {
    await client.remove(types.endpoints, key)
  } catch (error) {
    if (!isRefusal(error, 'NotFound')) throw error
  }
}

interface Wanted {
  readonly service: KubeObject
  readonly pods: readonly KubeObject[]
  readonly current: KubeObject | undefined
  readonly time: string | undefined
}

function endpointsOf({ service, pods, current, time }: Wanted): KubeObject {
  const all = subsetsOf(pods.flatMap((pod) => addressOf(service, pod)))
  const subsets = truncated(all)
  const { [OVER_CAPACITY]: _, ...annotations } = withTriggerTime(asMap(current?.metadata['annotations']), time)
  const own = asMap(service.metadata['labels'])
  const { [HEADLESS]: __, ...plain } = own
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      ...(current?.metadata ?? { name: service.metadata.name, namespace: textAt(service, 'metadata', 'namespace') }),
      labels: { ...plain, ...(isHeadless(service) && { [HEADLESS]: '' }), [MANAGED_BY]: MANAGER },
      annotations: subsets === all ? annotations : { ...annotations, [OVER_CAPACITY]: 'truncated' },
    },
    subsets,
  }
}

function addressOf(service: KubeObject, pod: KubeObject): Address[] {
  const spec = mapAt(service, 'spec')
  const isPublished = isTrue(spec, 'publishNotReadyAddresses')
  if (!isBehindService(pod) || (isTerminating(pod) && !isPublished)) return []
  const [ip] = addressesOf(pod, familyOf(service, pod))
  if (ip === undefined) return []
  const ports = portsOf(service, pod)
  const isPortless = !Array.isArray(spec['ports']) || spec['ports'].length === 0
  if (isPortless ? textOf(spec, 'clusterIP') !== 'None' : ports.length === 0) return []
  const hostname = hostnameOf(pod, service)
  const nodeName = textAt(pod, 'spec', 'nodeName')
  const address: JsonObject = {
    ip,
    ...(hostname !== undefined && { hostname }),
    ...(nodeName !== '' && { nodeName }),
    targetRef: targetOf(pod),
  }
  return [{ address, ports: ports.map(portOf), isReady: isPublished || isReady(pod) }]
}

/** Unnamed ports have no name at all here. */
function portOf({ name, ...port }: JsonObject): JsonObject {
  return name === '' || name === undefined ? port : { name, ...port }
}

/** An Endpoints object has addresses of one family: the service's first. */
function familyOf(service: KubeObject, pod: KubeObject): Family {
  const [first] = (valueAt(service, 'spec', 'ipFamilies') ?? []) as Family[]
  if (first !== undefined) return first
  const address = isHeadless(service) ? textAt(pod, 'status', 'podIP') : textAt(service, 'spec', 'clusterIP')
  return parseIp(address)?.family ?? 'IPv4'
}

/** Labels, subsets and whether all fit; the time of the change alone is nothing to write. */
function isSame(current: KubeObject, wanted: KubeObject): boolean {
  const fits = (object: KubeObject): boolean => textAt(object, 'metadata', 'annotations', OVER_CAPACITY) === ''
  return (
    fits(current) === fits(wanted) &&
    sameJson(asMap(current.metadata['labels']), asMap(wanted.metadata['labels'])) &&
    sameJson(current['subsets'] ?? [], wanted['subsets'])
  )
}

async function write(
  wanted: KubeObject,
  current: KubeObject | undefined,
  { client, record }: Context,
): Promise<KubeObject | undefined> {
  const isNew = current === undefined
  try {
    return isNew ? await client.create(types.endpoints, wanted) : await client.update(types.endpoints, wanted)
  } catch (error) {
    if (isNew && isNamespaceClosing(error)) return undefined
    const place = `${textAt(wanted, 'metadata', 'namespace')}/${wanted.metadata.name}`
    const why = error instanceof Error ? error.message : String(error)
    if (isNew) {
      const message = `Failed to create endpoint for service ${place}: ${why}`
      record(wanted, { type: 'Warning', reason: 'FailedToCreateEndpoint', message })
    } else {
      record(wanted, {
        type: 'Warning',
        reason: 'FailedToUpdateEndpoint',
        message: `Failed to update endpoint ${place}: ${why}`,
      })
    }
    throw error
  }
}
