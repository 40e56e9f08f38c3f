import { type KubeObject, textAt } from '#kube'
import type { Context } from '#reconcile'
import { types } from '../types.ts'
import { BY_USED_CLAIM, claimsUsedBy } from '../volume/names.ts'

/** Whether a pod on a node mounts the claim, by its name or as one of its ephemeral volumes. A cache that says no is not believed. */
export async function claimIsUsed(claim: KubeObject, { client, informer }: Context): Promise<boolean> {
  const namespace = textAt(claim, 'metadata', 'namespace')
  const key = `${namespace}/${claim.metadata.name}`
  if (informer(types.pods).cache.byIndex(BY_USED_CLAIM, key).some(isOnNode)) return true
  const { items } = await client.list(types.pods, { namespace })
  return items.some((pod) => isOnNode(pod) && claimsUsedBy(pod).includes(key))
}

function isOnNode(pod: KubeObject): boolean {
  return textAt(pod, 'spec', 'nodeName') !== ''
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

function classesOf(object: KubeObject): readonly string[] {
  return [
    textAt(object, 'spec', 'volumeAttributesClassName'),
    textAt(object, 'status', 'currentVolumeAttributesClassName'),
    textAt(object, 'status', 'modifyVolumeStatus', 'targetVolumeAttributesClassName'),
  ]
}
