import type { ObjectEvent } from '#client'
import { type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import { type Context, type Controller, type Followed, keyOfObject, type ObjectKey, type Watch } from '#reconcile'
import { isRefusal } from '../refusal.ts'
import { types } from '../types.ts'
import { claimsUsedBy, podClaimIndexers } from '../volume/names.ts'
import { attributesClassIsUsed, claimIsUsed, volumeIsBound } from './use.ts'

/** What is in use is looked at again after so long: not everybody tells when its users go. */
const RECHECK_MS = 2000

/**
 * Lets volumes, claims and their classes that are being deleted go once nobody uses them: their finalizers come from
 * admission. Source: kubernetes pkg/controller/volume/{pv,pvc,vac}protection.
 */
export const protectionControllers: readonly Controller[] = [
  protection('pvc-protection', types.persistentVolumeClaims, claimIsUsed, [
    { type: types.pods, indexers: podClaimIndexers, keysOf: claimsOfGonePod },
  ]),
  protection('pv-protection', types.persistentVolumes, volumeIsBound),
  protection('vac-protection', types.volumeAttributesClasses, attributesClassIsUsed),
]

function claimsOfGonePod({ type, object }: ObjectEvent): readonly ObjectKey[] {
  if (type !== 'DELETED') return []
  const namespace = textAt(object, 'metadata', 'namespace')
  return claimsUsedBy(object).map((key) => ({ namespace, name: key.slice(namespace.length + 1) }))
}

type IsUsed = (object: KubeObject, context: Context) => Promise<boolean> | boolean

function protection(name: string, type: Followed, isUsed: IsUsed, more: readonly Watch[] = []): Controller {
  const followed: Followed = { ...type, view: { name: 'metadata', isPartial: true, keep: lifeOnly } }
  const finalizer = `kubernetes.io/${name}`
  return {
    name,
    watches: [
      { type: followed, keysOf: ({ object }) => (isGoing(object, finalizer) ? [keyOfObject(object)] : []) },
      ...more,
    ],
    reconcile: async (key, context) => {
      const seen = context.informer(followed).cache.get(key.namespace, key.name)
      if (seen === undefined || !isGoing(seen, finalizer)) return undefined
      try {
        const object = await context.client.get(type, key)
        if (!isGoing(object, finalizer)) return undefined
        if (await isUsed(object, context)) return { requeueAfterMs: RECHECK_MS }
        await context.client.update(type, withoutFinalizer(object, finalizer))
      } catch (error) {
        if (!isRefusal(error, 'NotFound')) throw error
      }
      return undefined
    },
  }
}

function lifeOnly({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { name, namespace = '', uid = '', resourceVersion = '', finalizers = [], deletionTimestamp = null } = metadata
  return { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion, finalizers, deletionTimestamp } }
}

function isGoing(object: KubeObject, finalizer: string): boolean {
  const finalizers = valueAt(object, 'metadata', 'finalizers')
  return (
    textAt(object, 'metadata', 'deletionTimestamp') !== '' &&
    Array.isArray(finalizers) &&
    finalizers.includes(finalizer)
  )
}

function withoutFinalizer(object: KubeObject, finalizer: string): KubeObject {
  const finalizers = (valueAt(object, 'metadata', 'finalizers') ?? []) as readonly string[]
  const metadata: JsonObject = { ...object.metadata, finalizers: finalizers.filter((one) => one !== finalizer) }
  return { ...object, metadata: metadata as KubeObject['metadata'] }
}
