import type { ObjectEvent } from '#client'
import { mapAt, mapsAt, textAt as textOf } from '#kinds'
import { isTerminating, type KubeObject, textAt, timeText, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey } from '#reconcile'
import { unless } from '../refusal.ts'
import { types, views } from '../types.ts'
import { isNeeded } from './need.ts'

/** Who gives addresses may not have heard yet that a range goes. */
const GRACE_MS = 10_000
const FINALIZER = 'networking.k8s.io/service-cidr-finalizer'

/**
 * Declares ranges of service addresses ready, and keeps one that is deleted until no address is left that lies in no other
 * range. Source: kubernetes pkg/controller/servicecidrs.
 */
export const serviceCidrController: Controller = {
  name: 'service-cidr-controller',
  watches: [
    { type: types.serviceCidrs, keysOf: ({ object }, context) => [keyOfObject(object), ...leaving(context)] },
    {
      type: views.ipAddresses,
      keysOf: ({ type }: ObjectEvent, context) => (type === 'DELETED' ? leaving(context) : []),
    },
  ],
  reconcile: async (key, context) => {
    const range = context.informer(types.serviceCidrs).cache.get(key.namespace, key.name)
    if (range === undefined) return undefined
    if (!isTerminating(range)) {
      const kept = finalizersOf(range).includes(FINALIZER) ? range : await keep(range, context)
      if (kept !== undefined) await tell(kept, context, { status: 'True', reason: '', message: READY })
      return undefined
    }
    const ranges = context.informer(types.serviceCidrs).cache.list()
    const addresses = context.informer(views.ipAddresses).cache.list().filter(isAllocated)
    if (isNeeded(range, { ranges, addresses: addresses.map(({ metadata }) => metadata.name) })) {
      await tell(range, context, { status: 'False', reason: 'Terminating', message: IN_USE })
      return undefined
    }
    const leftMs = Date.parse(textAt(range, 'metadata', 'deletionTimestamp')) + GRACE_MS - context.clock.now()
    if (leftMs > 0) return { requeueAfterMs: leftMs }
    await letGo(range, context)
    return undefined
  },
}

const READY = 'Kubernetes Service CIDR is ready'
const IN_USE = 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR'

/** Ranges that wait for their addresses: any change of a range or an address may be what they wait for. */
function leaving({ informer }: Context): readonly ObjectKey[] {
  return informer(types.serviceCidrs).cache.list().filter(isTerminating).map(keyOfObject)
}

function isAllocated(address: KubeObject): boolean {
  return textAt(address, 'metadata', 'labels', 'ipaddress.kubernetes.io/managed-by') === 'ipallocator.k8s.io'
}

function finalizersOf(range: KubeObject): readonly string[] {
  return (valueAt(range, 'metadata', 'finalizers') ?? []) as readonly string[]
}

function keep(range: KubeObject, { client }: Context): Promise<KubeObject | undefined> {
  const metadata = { ...range.metadata, finalizers: [...finalizersOf(range), FINALIZER] }
  return unless(['NotFound'], client.update(types.serviceCidrs, { ...range, metadata }))
}

async function letGo(range: KubeObject, { client }: Context): Promise<void> {
  const finalizers = finalizersOf(range).filter((one) => one !== FINALIZER)
  const metadata = { ...range.metadata, finalizers }
  await unless(['NotFound'], client.update(types.serviceCidrs, { ...range, metadata }))
}

interface Told {
  readonly status: string
  readonly reason: string
  readonly message: string
}

async function tell(range: KubeObject, { client, clock }: Context, told: Told): Promise<void> {
  const before = mapsAt(mapAt(range, 'status'), 'conditions').find(({ type }) => type === 'Ready')
  const isKnown = (['status', 'reason', 'message'] as const).every(
    (field) => textOf(before ?? {}, field) === told[field],
  )
  if (before !== undefined && isKnown) return
  const condition = { type: 'Ready', ...told, lastTransitionTime: timeText(clock.now()) }
  const status = { ...mapAt(range, 'status'), conditions: [condition] }
  await unless(['NotFound'], client.update(types.serviceCidrs, { ...range, status }, { subresource: 'status' }))
}
