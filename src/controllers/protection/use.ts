import { type Json, type KubeObject, textAt, valueAt } from '#kube'
import type { Context } from '#reconcile'
import { types } from '../types.ts'

/** Whether a pod on a node mounts the claim, by its name or as one of its ephemeral volumes. */
export async function claimIsUsed(claim: KubeObject, { client }: Context): Promise<boolean> {
  const namespace = textAt(claim, 'metadata', 'namespace')
  const { items } = await client.list(types.pods, { namespace })
  return items.some((pod) => textAt(pod, 'spec', 'nodeName') !== '' && claimsOf(pod).includes(claim.metadata.name))
}

/** Whether a claim has the volume. */
export function volumeIsBound(volume: KubeObject): boolean {
  return textAt(volume, 'status', 'phase') === 'Bound'
}

/** Whether a claim or a volume has, or is to get, the attributes of the class. */
export async function attributesClassIsUsed({ metadata }: KubeObject, { client }: Context): Promise<boolean> {
  const claims = await client.list(types.persistentVolumeClaims)
  const volumes = await client.list(types.persistentVolumes)
  return [...claims.items, ...volumes.items].some((one) => classesOf(one).includes(metadata.name))
}

function claimsOf(pod: KubeObject): readonly string[] {
  const volumes = valueAt(pod, 'spec', 'volumes')
  if (!Array.isArray(volumes)) return []
  return volumes.map((volume: Json) =>
    valueAt(volume, 'ephemeral') === undefined
      ? textAt(volume, 'persistentVolumeClaim', 'claimName')
      : `${pod.metadata.name}-${textAt(volume, 'name')}`,
  )
}

function classesOf(object: KubeObject): readonly string[] {
  return [
    textAt(object, 'spec', 'volumeAttributesClassName'),
    textAt(object, 'status', 'currentVolumeAttributesClassName'),
    textAt(object, 'status', 'modifyVolumeStatus', 'targetVolumeAttributesClassName'),
  ]
}
