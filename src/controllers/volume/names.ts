import type { Indexers } from '#client'
import { isSet, mapAt, mapsAt } from '#kinds'
import { type JsonObject, type KubeObject, storageClassOf, textAt } from '#kube'

/** Annotations by which binder, provisioners and schedulers talk. Source: component-helpers storage/volume/pv_helpers.go. */
export const annotations = {
  bindCompleted: 'pv.kubernetes.io/bind-completed',
  boundByController: 'pv.kubernetes.io/bound-by-controller',
  provisionedBy: 'pv.kubernetes.io/provisioned-by',
  selectedNode: 'volume.kubernetes.io/selected-node',
  storageProvisioner: 'volume.kubernetes.io/storage-provisioner',
  betaStorageProvisioner: 'volume.beta.kubernetes.io/storage-provisioner',
  storageClass: 'volume.beta.kubernetes.io/storage-class',
} as const

/** The name of the provisioner that makes directories on nodes. */
export const LOCAL_PATH = 'berth.dev/local-path'
/** Keeps a volume until its provisioner has removed what is behind it. */
export const PROVISIONER_FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer'

/** An annotation; empty when it is not there. */
export function annotationOf(object: KubeObject, name: string): string {
  return textAt(object, 'metadata', 'annotations', name)
}

/** Whether an annotation is there, whatever it says. */
export function isAnnotated(object: KubeObject, name: string): boolean {
  return Object.hasOwn(mapAt(object, 'metadata', 'annotations'), name)
}

/** The object with annotations laid over its own; undefined takes one away. */
export function annotated(object: KubeObject, changes: Readonly<Record<string, string | undefined>>): KubeObject {
  const all = Object.entries({ ...mapAt(object, 'metadata', 'annotations'), ...changes })
  const kept = all.filter(([, value]) => value !== undefined) as [string, string][]
  return withMetadata(object, { annotations: Object.fromEntries(kept) })
}

/** The object with fields of its metadata replaced. */
export function withMetadata(object: KubeObject, fields: JsonObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, ...fields } as KubeObject['metadata'] }
}

/** The object with fields of its spec replaced. */
export function withSpec(object: KubeObject, fields: JsonObject): KubeObject {
  return { ...object, spec: { ...mapAt(object, 'spec'), ...fields } }
}

/** `namespace/name` of the claim that a volume names; empty when it names none. */
export function claimKeyOf(volume: KubeObject): string {
  const holder = mapAt(volume, 'spec', 'claimRef')
  return isSet(holder, 'name') ? `${textAt(holder, 'namespace')}/${textAt(holder, 'name')}` : ''
}

/** Index of volumes by the claim they name, and by class. */
export const BY_CLAIM = 'claim'
export const BY_CLASS = 'storage-class'
/** Index of claims that have no volume yet, by class. */
export const UNBOUND = 'unbound'
/** Index of pods by the claims they use, `namespace/name`. */
export const BY_USED_CLAIM = 'used-claim'

export const volumeIndexers: Indexers = {
  [BY_CLAIM]: (volume) => [claimKeyOf(volume)].filter((key) => key !== ''),
  [BY_CLASS]: (volume) => [storageClassOf(volume)],
}

export const claimIndexers: Indexers = {
  [UNBOUND]: (claim) => (isAnnotated(claim, annotations.bindCompleted) ? [] : [storageClassOf(claim)]),
}

export const podClaimIndexers: Indexers = { [BY_USED_CLAIM]: claimsUsedBy }

/** Claims that a pod uses, by name or as its ephemeral volumes: `namespace/name`. */
export function claimsUsedBy(pod: KubeObject): readonly string[] {
  const namespace = textAt(pod, 'metadata', 'namespace')
  const keys: string[] = []
  for (const volume of mapsAt(mapAt(pod, 'spec'), 'volumes')) {
    const named = textAt(volume, 'persistentVolumeClaim', 'claimName')
    if (named !== '') keys.push(`${namespace}/${named}`)
    else if (isSet(volume, 'ephemeral')) keys.push(`${namespace}/${ephemeralName(pod, volume)}`)
  }
  return keys
}

/** The name of the claim of a generic ephemeral volume. */
export function ephemeralName(pod: KubeObject, volume: JsonObject): string {
  return `${pod.metadata.name}-${textAt(volume, 'name')}`
}
