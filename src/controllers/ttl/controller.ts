import { mapAt, mapsAt, numberAt, textAt as textOf } from '#kinds'
import { isTerminating, type KubeObject, textAt } from '#kube'
import { type Controller, keyOfObject } from '#reconcile'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'

/** Removes jobs some time after they have ended, as they say it. Source: kubernetes pkg/controller/ttlafterfinished. */
export const ttlAfterFinished: Controller = {
  name: 'ttl-after-finished',
  component: 'ttl-after-finished-controller',
  watches: [
    {
      type: types.jobs,
      keysOf: ({ type, object }) => (type !== 'DELETED' && expiryOf(object) !== undefined ? [keyOfObject(object)] : []),
    },
  ],
  reconcile: async (key, { client, clock, informer }) => {
    const seen = informer(types.jobs).cache.get(key.namespace, key.name)
    const waitMs = leftMs(seen, clock.now())
    if (waitMs === undefined) return undefined
    if (waitMs > 0) return { requeueAfterMs: waitMs }
    const fresh = await unless(['NotFound'], client.get(types.jobs, key))
    const stillMs = leftMs(fresh, clock.now())
    if (fresh === undefined || stillMs === undefined) return undefined
    if (stillMs > 0) return { requeueAfterMs: stillMs }
    const preconditions = { uid: textAt(fresh, 'metadata', 'uid') }
    await unless(['NotFound'], client.remove(types.jobs, key, { propagationPolicy: 'Foreground', preconditions }))
    return undefined
  },
}

function leftMs(job: KubeObject | undefined, nowMs: number): number | undefined {
  const expiry = job === undefined ? undefined : expiryOf(job)
  return expiry === undefined ? undefined : expiry - nowMs
}

/** When a job is to go, in milliseconds; undefined when it has not ended, says nothing or is going already. */
function expiryOf(job: KubeObject): number | undefined {
  const seconds = numberAt(mapAt(job, 'spec'), 'ttlSecondsAfterFinished')
  if (seconds === undefined || isTerminating(job)) return undefined
  const end = mapsAt(mapAt(job, 'status'), 'conditions').find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  )
  const at = Date.parse(textOf(end ?? {}, 'lastTransitionTime'))
  return Number.isNaN(at) ? undefined : at + seconds * 1000
}
