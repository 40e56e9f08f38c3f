import type { Kind } from '#kinds'
import type { Clock, KubeObject } from '#kube'
import type { Store } from '#store'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import type { ResourceCache } from './cache/resource-cache.ts'
import { type StoreCache, storedGroup, storeRoot } from './cache/store-cache.ts'
import type { StorageHook } from './storage-hook.ts'

/** What every verb works with. */
export interface Core {
  readonly store: Store
  readonly cache: StoreCache
  readonly clock: Clock
  /** The contract for the inside of the server, handed to admission plugins. */
  readonly registry: Registry
  readonly admission: readonly AdmissionPlugin[]
  /** Asked before a PUT or an apply creates; absent: it may. */
  readonly authorizer?: Authorizer
  readonly hooks: readonly StorageHook[]
  /** True when other servers write to the same store: reads that ask for the newest ask the store how new that is. */
  readonly isShared: boolean
  /** Aborted when the server stops: watches end. */
  readonly closing: AbortSignal
  /** A number from 0 up to 1. */
  random(): number
  /** A new RFC 4122 identity. */
  newUid(): string
}

/** The cache behind a kind, whatever its version. */
export function cacheOf(core: Core, kind: Kind): ResourceCache {
  return core.cache.resource(kind.storage.group, kind.storage.resource)
}

/** Key of an object inside its resource: `namespace/name`, or `name`. */
export function keyOf(kind: Kind, namespace: string, name: string): string {
  return kind.scope === 'Namespaced' ? `${namespace}/${name}` : name
}

/** Prefix of the keys of a collection: `namespace/`, or nothing for all. */
export function prefixOf(kind: Kind, namespace: string): string {
  return kind.scope === 'Namespaced' && namespace !== '' ? `${namespace}/` : ''
}

/** The whole key in the store of a key inside a resource. */
export function storeKey({ storage }: Kind, key: string): string {
  return `${storeRoot}${storedGroup(storage.group)}/${storage.resource}/${key}`
}

/** Group and plural name, as refusals name a resource. */
export function resourceOf(kind: Kind): { readonly group: string; readonly resource: string } {
  return { group: kind.group, resource: kind.plural }
}

/** A text of metadata, or the empty text. */
export function metaText(object: KubeObject, field: string): string {
  const value = object.metadata[field]
  return typeof value === 'string' ? value : ''
}

/** A list of texts of metadata, such as finalizers. */
export function metaTexts(object: KubeObject, field: string): readonly string[] {
  const value = object.metadata[field]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** A number of metadata. */
export function metaNumber(object: KubeObject, field: string): number | undefined {
  const value = object.metadata[field]
  return typeof value === 'number' ? value : undefined
}
