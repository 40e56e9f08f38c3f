import { type Client, createInformer, type Indexers, type Informer, type ResourceType } from '#client'
import type { Clock, KubeObject } from '#kube'
import type { Followed } from './controller.ts'

/** Informers that several controllers share: one for each resource. */
export interface Informers {
  /** The resource's informer, started when it is asked for. */
  of(type: Followed): Informer
  close(): Promise<void>
}

/** With what informers are made. */
export interface InformersOptions {
  readonly client: Client
  readonly clock: Clock
  readonly random: () => number
  /** Indexes by resource, from `nameOf`. */
  readonly indexers: ReadonlyMap<string, Indexers>
  readonly onError: (type: ResourceType, error: unknown) => void
}

/** No informer yet. */
export function createInformers({ indexers, onError, ...shared }: InformersOptions): Informers {
  const byName = new Map<string, Informer>()
  return {
    of: (type) => {
      const name = nameOf(type)
      const present = byName.get(name)
      if (present !== undefined) return present
      const made = createInformer({
        ...shared,
        type,
        indexers: indexers.get(name) ?? {},
        ...(type.view?.fieldSelector !== undefined && { fieldSelector: type.view.fieldSelector }),
        ...(type.view?.isPartial !== undefined && { isPartial: type.view.isPartial }),
        transform: type.view?.keep ?? withoutManagedFields,
        onError: (error) => onError(type, error),
      })
      byName.set(name, made)
      made.start()
      return made
    },
    close: async () => {
      await Promise.all([...byName.values()].map((informer) => informer.close()))
    },
  }
}

/** `deployments.v1.apps`, and the view behind a slash. */
export function nameOf({ resource, version, group, view }: Followed): string {
  const name = `${resource}.${version}.${group}`
  return view === undefined ? name : `${name}/${view.name}`
}

/** No controller of ours reads them, and they are half of an object. */
function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata['managedFields'] === undefined) return object
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata: metadata as KubeObject['metadata'] }
}
