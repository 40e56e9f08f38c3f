import { mapAt } from '#kinds'
import { isReservedFor, type JsonObject, type KubeObject, textAt } from '#kube'
import type { Context } from '#reconcile'
import { types } from '../types.ts'
import { annotated, annotations, isAnnotated, withSpec } from './names.ts'
import { setClaimPhase, setVolumePhase } from './phase.ts'

/**
 * Makes a volume and a claim each other's: the volume first, so that nobody else takes it. Each step that is done already
 * is left out, so it may be cut short anywhere and be run again. Source: kubernetes pv_controller.go bind.
 */
export async function bind(volume: KubeObject, claim: KubeObject, context: Context): Promise<void> {
  const reserved = await reserve(volume, claim, context)
  const bound = await setVolumePhase(reserved, 'Bound', context)
  const told = await tellClaim(claim, bound, context)
  await setClaimPhase(told, { phase: 'Bound', volume: bound }, context)
}

async function reserve(volume: KubeObject, claim: KubeObject, { client }: Context): Promise<KubeObject> {
  const holder = mapAt(volume, 'spec', 'claimRef')
  const isPrebound = isReservedFor(volume, claim)
  if (isPrebound && holder['uid'] === claim.metadata['uid']) return volume
  const mark = isPrebound ? {} : { [annotations.boundByController]: 'yes' }
  return client.update(types.persistentVolumes, withSpec(annotated(volume, mark), { claimRef: referenceTo(claim) }))
}

/** What a volume says of its claim. */
export function referenceTo(claim: KubeObject): JsonObject {
  const { metadata } = claim
  return {
    kind: 'PersistentVolumeClaim',
    namespace: textAt(metadata, 'namespace'),
    name: metadata.name,
    uid: textAt(metadata, 'uid'),
    apiVersion: 'v1',
    resourceVersion: textAt(metadata, 'resourceVersion'),
  }
}

async function tellClaim(claim: KubeObject, volume: KubeObject, { client }: Context): Promise<KubeObject> {
  const volumeName = volume.metadata.name
  const isNamed = textAt(claim, 'spec', 'volumeName') === volumeName
  if (isNamed && isAnnotated(claim, annotations.bindCompleted)) return claim
  const marks = { ...(!isNamed && { [annotations.boundByController]: 'yes' }), [annotations.bindCompleted]: 'yes' }
  return client.update(types.persistentVolumeClaims, withSpec(annotated(claim, marks), { volumeName }))
}

/** Takes a volume back from its claim: one that was reserved by a user stays reserved. */
export async function unbind(volume: KubeObject, context: Context): Promise<void> {
  const { claimRef, ...spec } = mapAt(volume, 'spec')
  const { uid: _, resourceVersion: __, ...reservation } = mapAt(claimRef)
  const free = isAnnotated(volume, annotations.boundByController)
    ? { ...annotated(volume, { [annotations.boundByController]: undefined }), spec }
    : withSpec(volume, { claimRef: reservation })
  await setVolumePhase(await context.client.update(types.persistentVolumes, free), 'Available', context)
}
