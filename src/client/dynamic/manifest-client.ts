import { type JsonObject, type KubeObject, StatusError, textAt } from '#kube'
import type { Client, Patch } from '../rest/client.ts'
import type { RestMapper } from '../rest/mapper.ts'
import type { ReadOptions, WriteOptions } from '../rest/options.ts'
import type { Place, ResourceType } from '../rest/resource.ts'
import { type Condition, type WaitOptions, waitFor } from './wait.ts'

/** How a manifest is applied: `fieldManager` owns what it names. */
export interface ApplyOptions extends Omit<WriteOptions, 'fieldManager'> {
  readonly fieldManager: string
}

/** What a manifest names: its kind and where it is. */
export type Named = Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>

/**
 * Access to objects by their manifests, whatever their kind: endpoints come from discovery. Every method throws ClientError
 * `unknown-kind` for kinds that are not served, and as `Client` does.
 */
export interface ManifestClient {
  /** As it is on the server; undefined when there is none. */
  read(manifest: Named, options?: ReadOptions): Promise<KubeObject | undefined>
  create(manifest: KubeObject, options?: WriteOptions): Promise<KubeObject>
  /** Server-side apply. A conflict with other managers is a StatusError 409, unless `isForced`. */
  apply(manifest: KubeObject, options: ApplyOptions): Promise<KubeObject>
  update(manifest: KubeObject, options?: WriteOptions): Promise<KubeObject>
  patch(manifest: Named, patch: Patch, options?: WriteOptions): Promise<KubeObject>
  /** `body` is DeleteOptions. False when there was none. */
  remove(manifest: Named, body?: JsonObject, options?: WriteOptions): Promise<boolean>
  /** Waits until a condition holds; see `waitFor`. */
  wait(manifest: Named, isDone: Condition, options: WaitOptions): Promise<KubeObject | undefined>
}

/** Manifests without a namespace go into the one given, unless their kind has none. */
export function createManifestClient(client: Client, mapper: RestMapper, namespace: string): ManifestClient {
  const locate = async (manifest: Named, subresource?: string): Promise<Located> => {
    const type = await mapper.typeOf(manifest)
    const { name } = manifest.metadata
    const own = textAt(manifest.metadata, 'namespace')
    const place = { name, ...(type.isNamespaced && { namespace: own === '' ? namespace : own }) }
    return { type, place: subresource === undefined ? place : { ...place, subresource } }
  }
  return {
    read: async (manifest, options) => {
      const { type, place } = await locate(manifest)
      return unlessMissing(client.get(type, place, options))
    },
    create: async (manifest, options = {}) => {
      const { type, place } = await locate(manifest)
      return client.create(type, manifest, {
        ...options,
        ...(type.isNamespaced && { namespace: place.namespace ?? '' }),
      })
    },
    apply: async (manifest, { subresource, ...options }) => {
      const { type, place } = await locate(manifest, subresource)
      const { managedFields: _, ...metadata } = manifest.metadata
      return client.patch(type, place, { type: 'apply', body: { ...manifest, metadata } }, options)
    },
    update: async (manifest, options) => {
      const { type, place } = await locate(manifest)
      const metadata = { ...manifest.metadata, ...(type.isNamespaced && { namespace: place.namespace ?? '' }) }
      return client.update(type, { ...manifest, metadata }, options)
    },
    patch: async (manifest, patch, { subresource, ...options } = {}) => {
      const { type, place } = await locate(manifest, subresource)
      return client.patch(type, place, patch, options)
    },
    remove: async (manifest, body, options) => {
      const { type, place } = await locate(manifest)
      return (await unlessMissing(client.remove(type, place, body, options))) !== undefined
    },
    wait: async (manifest, isDone, options) => {
      const { type, place } = await locate(manifest)
      return waitFor(client, { type, ...place, name: manifest.metadata.name }, isDone, options)
    },
  }
}

interface Located {
  readonly type: ResourceType
  readonly place: Place
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof StatusError && error.status.code === 404) return undefined
    throw error
  }
}
