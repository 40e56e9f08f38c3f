import type { ObjectEvent } from '#client'
import { isSet, mapAt, mapsAt } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, textAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey } from '#reconcile'
import { controllerReference, isControlledBy, ownerKeys } from '../owner/owner.ts'
import { types } from '../types.ts'
import { ephemeralName } from './names.ts'

/** Makes the claims of pods' generic ephemeral volumes. Source: kubernetes pkg/controller/volume/ephemeral. */
export const ephemeralVolumeController: Controller = {
  name: 'ephemeral-volume-controller',
  component: 'ephemeral_volume',
  watches: [
    { type: types.pods, keysOf: podWithEphemerals },
    {
      type: types.persistentVolumeClaims,
      keysOf: (event, context) => (event.type === 'DELETED' ? keysOfPods(event, context) : []),
    },
  ],
  reconcile: async ({ namespace, name }, context) => {
    const pod = context.informer(types.pods).cache.get(namespace, name)
    if (pod === undefined || isTerminating(pod)) return undefined
    for (const volume of ephemeralsOf(pod)) await provide(pod, volume, context)
    return undefined
  },
}

const keysOfPods = ownerKeys({ apiVersion: 'v1', kind: 'Pod' })

function podWithEphemerals({ type, object, previous }: ObjectEvent): readonly ObjectKey[] {
  if (type === 'DELETED' || previous !== undefined || ephemeralsOf(object).length === 0) return []
  return [keyOfObject(object)]
}

function ephemeralsOf(pod: KubeObject): readonly JsonObject[] {
  return mapsAt(mapAt(pod, 'spec'), 'volumes').filter((volume) => isSet(volume, 'ephemeral'))
}

async function provide(pod: KubeObject, volume: JsonObject, { informer, client, record }: Context): Promise<void> {
  const namespace = textAt(pod, 'metadata', 'namespace')
  const name = ephemeralName(pod, volume)
  const present = informer(types.persistentVolumeClaims).cache.get(namespace, name)
  if (present !== undefined && isControlledBy(present, pod)) return
  const tell = (reason: string): void => {
    const message = `ephemeral volume ${textAt(volume, 'name')}: ${reason}`
    record(pod, { type: 'Warning', reason: 'FailedBinding', message })
  }
  if (present !== undefined) {
    const reason = `PVC "${name}" was not created for pod "${pod.metadata.name}" (pod is not owner)`
    tell(reason)
    throw new Error(reason)
  }
  const template = mapAt(volume, 'ephemeral', 'volumeClaimTemplate')
  const { labels, annotations } = mapAt(template, 'metadata')
  const claim: KubeObject = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      namespace,
      ownerReferences: [controllerReference(pod)],
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
    },
    spec: mapAt(template, 'spec'),
  }
  try {
    await client.create(types.persistentVolumeClaims, claim)
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    throw error
  }
}
