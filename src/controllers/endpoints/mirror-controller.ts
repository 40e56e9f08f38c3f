import type { ObjectEvent } from '#client'
import { isTerminating, type KubeObject, textAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, textOfKey } from '#reconcile'
import { perRun } from '../per-run.ts'
import { types } from '../types.ts'
import { LEADER } from './labels.ts'
import { hasSelector } from './membership.ts'
import { MIRROR_MANAGER, MIRROR_SIZE, mirror } from './mirror.ts'
import { serviceOf, sliceIndexers, slicesOf, writeSlices } from './slices.ts'
import { createWritten, type Written } from './written.ts'

/** Keeps slices like Endpoints that someone made for a service without a selector. */
export const endpointSliceMirroring: Controller = {
  name: 'endpoint-slice-mirroring',
  component: 'endpoint-slice-mirroring-controller',
  watches: [
    { type: types.endpoints, keysOf: keysOfEndpoints },
    { type: types.endpointSlices, indexers: sliceIndexers, keysOf: keysOfSlice },
    { type: types.services, keysOf: keysOfService },
  ],
  reconcile: async (key, context) => {
    const written = writtenOf(context)
    const place = textOfKey(key)
    const slices = written.laidOver(place, slicesOf(key, MIRROR_MANAGER, context))
    const endpoints = mirroredAt(key, context)
    const writing = { key: place, written, time: null, mayCreate: endpoints !== undefined && !isTerminating(endpoints) }
    if (endpoints === undefined) {
      await writeSlices({ create: [], update: [], remove: slices, unchanged: [] }, writing, context)
      return undefined
    }
    const { plan, invalid, skipped } = mirror(endpoints, slices)
    tell(endpoints, { invalid, skipped }, context)
    await writeSlices(plan, writing, context)
    return undefined
  },
}

const writtenOf = perRun<Written>(({ clock }) => createWritten(clock))

function keysOfEndpoints({ object, previous }: ObjectEvent): readonly ObjectKey[] {
  const isConcerned = isMirrored(object) || (previous !== undefined && isMirrored(previous))
  return isConcerned ? [keyOfObject(object)] : []
}

function keysOfSlice({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  const keys = [serviceOf(object, MIRROR_MANAGER), serviceOf(previous, MIRROR_MANAGER)].filter(
    (key) => key !== undefined,
  )
  if (type === 'DELETED') for (const key of keys) writtenOf(context).drop(textOfKey(key), object)
  return keys
}

function keysOfService({ type, object, previous }: ObjectEvent): readonly ObjectKey[] {
  const isTurned = previous !== undefined && hasSelector(previous) !== hasSelector(object)
  return isTurned || (type !== 'MODIFIED' && !hasSelector(object)) ? [keyOfObject(object)] : []
}

/** The Endpoints to mirror: of a service without a selector, and not marked otherwise. */
function mirroredAt({ namespace, name }: ObjectKey, context: Context): KubeObject | undefined {
  const endpoints = context.informer(types.endpoints).cache.get(namespace, name)
  const service = context.informer(types.services).cache.get(namespace, name)
  if (endpoints === undefined || service === undefined || hasSelector(service)) return undefined
  return isMirrored(endpoints) ? endpoints : undefined
}

function isMirrored(endpoints: KubeObject): boolean {
  return (
    textAt(endpoints, 'metadata', 'labels', 'endpointslice.kubernetes.io/skip-mirror') !== 'true' &&
    textAt(endpoints, 'metadata', 'annotations', LEADER) === ''
  )
}

interface LeftOut {
  readonly invalid: number
  readonly skipped: number
}

function tell(endpoints: KubeObject, { invalid, skipped }: LeftOut, { record }: Context): void {
  if (invalid > 0) {
    const message = `Skipped ${invalid} invalid IP addresses when mirroring to EndpointSlices`
    record(endpoints, { type: 'Warning', reason: 'InvalidIPAddress', message })
  }
  if (skipped > invalid) {
    const rule = `A max of ${MIRROR_SIZE} addresses can be mirrored to EndpointSlices per Endpoints subset.`
    const message = `${rule} ${skipped} addresses were skipped`
    record(endpoints, { type: 'Warning', reason: 'TooManyAddressesToMirror', message })
  }
}
