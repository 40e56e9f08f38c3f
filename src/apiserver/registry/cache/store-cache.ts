import type { Clock } from '#kube'
import { type Change, type Store, StoreError } from '#store'
import { ResourceCache } from './resource-cache.ts'

/** Where all objects are kept in the store. */
export const storeRoot = '/registry/'

/** Group, in the store's words: the core group is `core`. */
export function storedGroup(group: string): string {
  return group === '' ? 'core' : group
}

/** What a cache is made of. `onTrouble` hears why the feed broke; it starts again by itself. */
export interface StoreCacheOptions {
  readonly store: Store
  readonly clock: Clock
  readonly onTrouble?: (cause: unknown) => void
}

/** A text and its bytes. */
export interface Encoded {
  readonly text: string
  readonly bytes: Buffer
}

/** Everything the store holds under `/registry/`, kept up by one watch. Reads are as new as `revision` says. */
export class StoreCache {
  /** Every change up to this revision is in the cache. */
  revision = 0
  private readonly options: StoreCacheOptions
  private readonly resources = new Map<string, ResourceCache>()
  private readonly stopping = new AbortController()
  private waiters: { readonly revision: number; readonly resolve: () => void }[] = []
  private feed: Promise<void> | undefined
  private readonly budget = { usedBytes: 0 }
  private readonly expected = new Map<string, Encoded>()

  constructor(options: StoreCacheOptions) {
    this.options = options
  }

  /** Reads the store, then follows it. */
  async start(): Promise<void> {
    await this.load()
    this.feed = this.follow()
  }

  async close(): Promise<void> {
    this.stopping.abort()
    await this.feed
  }

  /** The cache of a stored resource; made when nothing is stored there yet. */
  resource(group: string, resource: string): ResourceCache {
    return this.resourceAt(`${storedGroup(group)}/${resource}`)
  }

  /** Resolves when every change up to `revision` is in the cache; undefined when it is already. */
  reached(revision: number): Promise<void> | undefined {
    if (this.revision >= revision) return undefined
    return new Promise((resolve) => this.waiters.push({ revision, resolve }))
  }

  /** Tells the text of what is about to be written, so that it need not be decoded. Returns how to forget it. */
  expect(key: string, value: Encoded): () => void {
    this.expected.set(key, value)
    return () => {
      if (this.expected.get(key) === value) this.expected.delete(key)
    }
  }

  private resourceAt(path: string): ResourceCache {
    const known = this.resources.get(path)
    if (known !== undefined) return known
    const made = new ResourceCache(this.startedAt, (cause) => this.options.onTrouble?.(cause), this.budget)
    this.resources.set(path, made)
    return made
  }

  private startedAt = 0

  private async load(): Promise<void> {
    const { store } = this.options
    let page = await store.list(storeRoot, { limit: pageSize })
    this.startedAt = page.revision
    for (;;) {
      for (const { key, value, revision, created } of page.entries) {
        const place = placeOf(key)
        if (place !== undefined) this.resourceAt(place.path).load(place.key, value, { revision, created })
      }
      if (page.next === undefined) break
      page = await store.list(storeRoot, { from: page.next, limit: pageSize, at: this.startedAt })
    }
    this.reach(this.startedAt)
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      try {
        // Every key: each revision then arrives, also those of keys that are no objects.
        for await (const change of this.options.store.watch('', this.revision, signal)) this.take(change)
        if (!signal.aborted) await this.pause()
      } catch (cause) {
        if (signal.aborted) return
        this.options.onTrouble?.(cause)
        await this.recover(cause)
      }
    }
  }

  private take(change: Change): void {
    const place = placeOf(change.key)
    if (place !== undefined) {
      const cache = this.resourceAt(place.path)
      if (change.value === undefined) cache.remove(place.key, change.revision)
      else cache.write(place.key, this.textOf(change.key, change.value), change)
    }
    this.reach(change.revision)
  }

  /** Bytes that are just those of a write under way have its text. */
  private textOf(key: string, bytes: Uint8Array): string {
    const expected = this.expected.get(key)
    return expected !== undefined && expected.bytes.equals(bytes) ? expected.text : textOf(bytes)
  }

  private reach(revision: number): void {
    if (revision > this.revision) this.revision = revision
    if (this.waiters.length === 0) return
    const ready = this.waiters.filter((waiter) => waiter.revision <= this.revision)
    if (ready.length === 0) return
    this.waiters = this.waiters.filter((waiter) => waiter.revision > this.revision)
    for (const { resolve } of ready) resolve()
  }

  /** After the feed broke: a pause, and where history is gone, everything anew. */
  private async recover(cause: unknown): Promise<void> {
    await this.pause()
    if (!(cause instanceof StoreError) || cause.code !== 'compacted' || this.stopping.signal.aborted) return
    try {
      await this.reload()
    } catch (again) {
      this.options.onTrouble?.(again)
    }
  }

  /** Compares the whole store with the cache and tells the differences as changes. */
  private async reload(): Promise<void> {
    const { entries, revision } = await this.options.store.list(storeRoot)
    const seen = new Map<string, Set<string>>()
    for (const entry of entries) {
      const place = placeOf(entry.key)
      if (place === undefined) continue
      const cache = this.resourceAt(place.path)
      if (cache.get(place.key)?.revision !== entry.revision) cache.write(place.key, textOf(entry.value), entry)
      const keys = seen.get(place.path) ?? new Set()
      seen.set(place.path, keys.add(place.key))
    }
    for (const [path, cache] of this.resources) {
      for (const key of cache.keys()) if (seen.get(path)?.has(key) !== true) cache.remove(key, revision)
      cache.ring.reset(revision)
    }
    this.reach(revision)
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.options.clock.setTimer(pauseMs, resolve)
      this.stopping.signal.addEventListener('abort', () => {
        cancel()
        resolve()
      })
    })
  }
}

// Each page counts what is left behind it: few pages, little counting.
const pageSize = 50_000
const pauseMs = 500
const decoder = new TextDecoder()

function textOf(value: Uint8Array): string {
  return decoder.decode(value)
}

/** Takes `/registry/GROUP/RESOURCE/KEY` apart. */
function placeOf(key: string): { readonly path: string; readonly key: string } | undefined {
  if (!key.startsWith(storeRoot)) return undefined
  const group = key.indexOf('/', storeRoot.length)
  const resource = group < 0 ? -1 : key.indexOf('/', group + 1)
  if (resource < 0) return undefined
  return { path: key.slice(storeRoot.length, resource), key: key.slice(resource + 1) }
}
