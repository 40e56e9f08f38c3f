import type { ObjectEvent } from '#client'
import { type KubeObject, textAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey } from '#reconcile'
import { BY_CONTROLLER, controllerOf, ownerIndexers } from '../owner/owner.ts'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { endOf } from './condition.ts'
import { isTracked, uidOf } from './look.ts'
import { releasePod } from './release.ts'
import { isManagedElsewhere } from './spec.ts'

/** Lets pods go that no job counts any more: theirs is gone, or has ended. Its keys are pods. Source: `syncOrphanPod`. */
export const jobOrphanController: Controller = {
  name: 'job-orphan-pods',
  component: 'job-controller',
  watches: [
    { type: types.pods, indexers: ownerIndexers, keysOf: keysOfPod },
    { type: types.jobs, keysOf: keysOfJob },
  ],
  reconcile: async ({ namespace, name }, context) => {
    const pod = context.informer(types.pods).cache.get(namespace, name)
    if (pod === undefined || !isTracked(pod) || (await isCounted(pod, context))) return undefined
    await releasePod(pod, context)
    return undefined
  },
}

function keysOfPod({ type, object }: ObjectEvent, context: Context): readonly ObjectKey[] {
  if (type === 'DELETED' || !isTracked(object)) return []
  const job = jobOf(object, context)
  return job === undefined || endOf(job) !== undefined ? [keyOfObject(object)] : []
}

function keysOfJob({ type, object }: ObjectEvent, context: Context): readonly ObjectKey[] {
  if (type !== 'DELETED' && endOf(object) === undefined) return []
  const pods = context.informer(types.pods).cache.byIndex(BY_CONTROLLER, uidOf(object))
  return pods.filter(isTracked).map(keyOfObject)
}

function jobOf(pod: KubeObject, context: Context): KubeObject | undefined {
  const owner = controllerOf(pod)
  if (owner?.kind !== 'Job') return undefined
  const job = context.informer(types.jobs).cache.get(textAt(pod, 'metadata', 'namespace'), owner.name)
  return job !== undefined && uidOf(job) === owner.uid ? job : undefined
}

/** Whether someone else minds the pod: another kind of owner, another controller, or a job that goes on. */
async function isCounted(pod: KubeObject, context: Context): Promise<boolean> {
  const owner = controllerOf(pod)
  if (owner === undefined) return false
  if (owner.kind !== 'Job' || owner.apiVersion !== 'batch/v1') return true
  const namespace = textAt(pod, 'metadata', 'namespace')
  // the cache of jobs may be behind that of pods
  const job =
    jobOf(pod, context) ?? (await unless(['NotFound'], context.client.get(types.jobs, { namespace, name: owner.name })))
  if (job === undefined || uidOf(job) !== owner.uid) return false
  return isManagedElsewhere(job) || endOf(job) === undefined
}
