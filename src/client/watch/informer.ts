import type { KubeObject } from '#kube'
import { createObjectCache, type Indexers, keyOf, type ObjectCache } from './object-cache.ts'
import { type Feed, type ReflectorOptions, reflect } from './reflector.ts'

/** One change of the cache. After a re-list a deletion carries the last state that was seen. */
export interface ObjectEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: KubeObject
  readonly previous?: KubeObject
}

/** What an informer is made of; `transform` makes objects smaller before they are kept. */
export interface InformerOptions extends ReflectorOptions {
  readonly indexers?: Indexers
  readonly transform?: (object: KubeObject) => KubeObject
  /** Every so often each object is told again as MODIFIED; absent: never. */
  readonly resyncMs?: number
}

/** A local copy of one resource that follows the server. */
export interface Informer {
  readonly cache: ObjectCache
  /** Begins to follow; calls after the first do nothing. */
  start(): void
  /** Fulfilled once the first list is in the cache and its handlers have run. Rejects never. */
  readonly synced: Promise<void>
  hasSynced(): boolean
  /** Tells what is there (ADDED), then every change. Returns how to stop. What a handler throws goes to `onError`. */
  onChange(handler: (event: ObjectEvent) => void): () => void
  /** Fulfilled when nothing runs any more. */
  close(): Promise<void>
}

/** An informer that does nothing until it is started. */
export function createInformer(options: InformerOptions): Informer {
  return new CachingInformer(options)
}

class CachingInformer implements Informer, Feed {
  readonly cache: ObjectCache
  readonly synced: Promise<void>
  readonly #options: InformerOptions
  readonly #handlers = new Set<(event: ObjectEvent) => void>()
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #hasSynced = false
  #markSynced: () => void = () => undefined
  #cancelResync: () => void = () => undefined

  constructor(options: InformerOptions) {
    this.#options = options
    this.cache = createObjectCache(options.indexers ?? {})
    this.synced = new Promise((resolve) => {
      this.#markSynced = resolve
    })
  }

  start(): void {
    if (this.#running !== undefined || this.#stopping.signal.aborted) return
    this.#running = reflect(this.#options, this, this.#stopping.signal)
    this.#planResync()
  }

  hasSynced(): boolean {
    return this.#hasSynced
  }

  onChange(handler: (event: ObjectEvent) => void): () => void {
    for (const object of this.cache.list()) this.#call(handler, { type: 'ADDED', object })
    this.#handlers.add(handler)
    return () => this.#handlers.delete(handler)
  }

  async close(): Promise<void> {
    this.#stopping.abort()
    this.#cancelResync()
    await this.#running
  }

  replace(items: readonly KubeObject[]): void {
    const present = new Set<string>()
    for (const item of items) {
      const object = this.#transformed(item)
      present.add(keyOf(object))
      this.#put(object)
    }
    for (const object of this.cache.list()) if (!present.has(keyOf(object))) this.#drop(object)
    this.#hasSynced = true
    this.#markSynced()
  }

  change({ type, object }: { readonly type: string; readonly object: KubeObject }): void {
    const kept = this.#transformed(object)
    if (type === 'DELETED') this.#drop(kept)
    else this.#put(kept)
  }

  #transformed(object: KubeObject): KubeObject {
    return this.#options.transform?.(object) ?? object
  }

  #put(object: KubeObject): void {
    const previous = this.cache.put(object)
    if (previous === undefined) return this.#tell({ type: 'ADDED', object })
    const isSame = previous.metadata['resourceVersion'] === object.metadata['resourceVersion']
    if (!isSame || previous.metadata['uid'] !== object.metadata['uid'])
      this.#tell({ type: 'MODIFIED', object, previous })
  }

  #drop(object: KubeObject): void {
    const previous = this.cache.drop(object)
    if (previous !== undefined) this.#tell({ type: 'DELETED', object, previous })
  }

  #tell(event: ObjectEvent): void {
    for (const handler of this.#handlers) this.#call(handler, event)
  }

  /** The cache has the change already, so it comes but once: who fails at it must not take it from the others. */
  #call(handler: (event: ObjectEvent) => void, event: ObjectEvent): void {
    try {
      handler(event)
    } catch (error) {
      this.#options.onError?.(error)
    }
  }

  #planResync(): void {
    const { resyncMs, clock } = this.#options
    if (resyncMs === undefined || this.#stopping.signal.aborted) return
    this.#cancelResync = clock.setTimer(resyncMs, () => {
      for (const object of this.cache.list()) this.#tell({ type: 'MODIFIED', object, previous: object })
      this.#planResync()
    })
  }
}
