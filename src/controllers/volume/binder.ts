import type { ObjectEvent } from '#client'
import { type KubeObject, storageClassOf, textAt } from '#kube'
import { type Context, type Controller, keyOfObject, keyOfText, type ObjectKey } from '#reconcile'
import { isFinished } from '../pod/state.ts'
import { types } from '../types.ts'
import type { VolumeHost } from './host.ts'
import {
  BY_CLAIM,
  claimIndexers,
  claimKeyOf,
  claimsUsedBy,
  podClaimIndexers,
  UNBOUND,
  volumeIndexers,
} from './names.ts'
import { type BinderMemory, syncClaim } from './sync-claim.ts'
import { syncVolume } from './sync-volume.ts'

/**
 * Brings claims and volumes together and parts them again. A key without a namespace is a volume, others are claims.
 * Source: kubernetes pkg/controller/volume/persistentvolume.
 */
export function volumeBinder(host?: VolumeHost): Controller {
  const memory: BinderMemory = { told: new Map() }
  return {
    name: 'persistentvolume-binder-controller',
    component: 'persistentvolume-controller',
    // one at a time: two claims never try the same volume
    workers: 1,
    watches: [
      { type: types.persistentVolumes, indexers: volumeIndexers, keysOf: keysOfVolume },
      { type: types.persistentVolumeClaims, indexers: claimIndexers, keysOf: (event) => keysOfClaim(event, memory) },
      { type: types.storageClasses, keysOf: ({ object }, context) => unboundOf([object.metadata.name, ''], context) },
      { type: types.pods, indexers: podClaimIndexers, keysOf: waitedFor },
    ],
    reconcile: async ({ namespace, name }, context) => {
      if (namespace === '') {
        const volume = context.informer(types.persistentVolumes).cache.get('', name)
        const turn = volume === undefined ? undefined : await syncVolume(volume, host, context)
        if (turn !== undefined) context.enqueue(keyOfText(turn))
        return undefined
      }
      const claim = context.informer(types.persistentVolumeClaims).cache.get(namespace, name)
      if (claim !== undefined) await syncClaim(claim, memory, context)
      return undefined
    },
  }
}

/** A change of a volume concerns its claim, and those that wait for one of its class. */
function keysOfVolume({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  const claims = [claimKeyOf(object), previous === undefined ? '' : claimKeyOf(previous)].filter((key) => key !== '')
  const isFree = type !== 'DELETED' && textAt(object, 'status', 'phase') === 'Available'
  const waiting = isFree ? unboundOf([storageClassOf(object)], context) : []
  return [keyOfObject(object), ...new Set(claims).values().map(keyOfText), ...waiting]
}

function keysOfClaim({ type, object }: ObjectEvent, { told }: BinderMemory): readonly ObjectKey[] {
  const volumeName = textAt(object, 'spec', 'volumeName')
  if (type === 'DELETED') told.delete(textAt(object, 'metadata', 'uid'))
  return [...(type === 'DELETED' ? [] : [keyOfObject(object)]), ...(volumeName === '' ? [] : [volumeKey(volumeName)])]
}

function volumeKey(name: string): ObjectKey {
  return { namespace: '', name }
}

function unboundOf(classes: readonly string[], context: Context): readonly ObjectKey[] {
  const { cache } = context.informer(types.persistentVolumeClaims)
  return classes.flatMap((name) => cache.byIndex(UNBOUND, name)).map(keyOfObject)
}

/** A pod that waits for a node says whom its claims wait for; one that has ended lets a volume be wiped. */
function waitedFor({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  const isNews = type !== 'MODIFIED' || isElsewhere(object, previous) || isFinished(object)
  const keys = isNews ? claimsUsedBy(object) : []
  if (keys.length === 0) return []
  const claims = context.informer(types.persistentVolumeClaims).cache
  const volumes = context.informer(types.persistentVolumes).cache
  const isUnbound = ({ namespace, name }: ObjectKey): boolean =>
    textAt(claims.get(namespace, name), 'spec', 'volumeName') === ''
  const released = keys
    .flatMap((key) => volumes.byIndex(BY_CLAIM, key))
    .filter((volume) => textAt(volume, 'status', 'phase') === 'Released')
  return [...keys.map(keyOfText).filter(isUnbound), ...released.map(keyOfObject)]
}

function isElsewhere(pod: KubeObject, previous: KubeObject | undefined): boolean {
  return textAt(pod, 'spec', 'nodeName') !== textAt(previous, 'spec', 'nodeName')
}
