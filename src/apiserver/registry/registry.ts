import type { Kind } from '#kinds'
import type { Clock } from '#kube'
import { type Store, startCompaction } from '#store'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin } from '../contract/admission.ts'
import type { KindTable, Registry } from '../contract/registry.ts'
import type { RestVerbs } from '../contract/rest.ts'
import { StoreCache } from './cache/store-cache.ts'
import { type Core, cacheOf } from './core.ts'
import { createInnerRegistry } from './inner-registry.ts'
import type { StorageHook } from './storage-hook.ts'
import { createVerbs } from './verbs/verbs.ts'

/** What a registry is made of. */
export interface RegistryOptions {
  readonly store: Store
  readonly clock: Clock
  readonly kinds: KindTable
  /** In the order they run. */
  readonly admission?: readonly AdmissionPlugin[]
  /** Asked before a PUT or an apply creates. */
  readonly authorizer?: Authorizer
  readonly hooks?: readonly StorageHook[]
  /** True when other servers write to the same store (etcd). */
  readonly isShared?: boolean
  /** A number from 0 up to 1. */
  random(): number
  /** A new RFC 4122 identity. */
  newUid(): string
  /** Hears why the feed from the store broke; it starts again by itself. */
  readonly onTrouble?: (cause: unknown) => void
}

/** The generic registry: verbs for clients, a registry for the inside of the server. It lives from `start` to `close`. */
export interface ApiRegistry {
  readonly registry: Registry
  readonly verbs: RestVerbs
  /** How many objects of a kind there are, without looking into them. */
  count(kind: Kind): number
  /** For the subresources and jobs of this room. */
  readonly core: Core
  /** Reads the store into the cache, then follows it, and lets it forget old history. */
  start(): Promise<void>
  /** Ends all watches and the feed. The store stays open. */
  close(): Promise<void>
}

/** Changes of the last five to ten minutes can be read, as upstream's API server has it. */
const historyMs = 300_000

/** Makes a registry; it reads nothing before `start`. */
export function createRegistry(options: RegistryOptions): ApiRegistry {
  const { store, clock, kinds, onTrouble } = options
  const cache = new StoreCache({ store, clock, ...(onTrouble !== undefined && { onTrouble }) })
  const closing = new AbortController()
  let stopCompaction = (): void => {}
  const registry = createInnerRegistry(() => core, kinds)
  const core: Core = {
    store,
    cache,
    clock,
    registry,
    admission: options.admission ?? [],
    ...(options.authorizer !== undefined && { authorizer: options.authorizer }),
    hooks: options.hooks ?? [],
    isShared: options.isShared === true,
    closing: closing.signal,
    random: () => options.random(),
    newUid: () => options.newUid(),
  }
  return {
    registry,
    verbs: createVerbs(core),
    count: (kind) => cacheOf(core, kind).size,
    core,
    async start() {
      await cache.start()
      stopCompaction = startCompaction(store, clock, historyMs)
    },
    async close() {
      stopCompaction()
      closing.abort()
      await cache.close()
    },
  }
}
