import { type CachedChange, cachedChange } from './cached-change.ts'
import { ChangeRing, type RingBudget } from './change-ring.ts'
import { CacheEntry } from './entry.ts'
import { withOtherRevision, withRevision } from './object-text.ts'
import { OrderedEntries } from './ordered-entries.ts'

/** Called with every change, after it is in the cache. */
export type ChangeListener = (change: CachedChange) => void

/** All objects of one stored resource, in key order, with their recent changes. Only the store's feed changes it. */
export class ResourceCache {
  readonly ring: ChangeRing
  /** Nothing changed after this revision. */
  changedAt: number
  private readonly byKey = new Map<string, CacheEntry>()
  private readonly ordered = new OrderedEntries()
  private readonly report: (cause: unknown) => void
  private readonly listeners = new Set<ChangeListener>()

  /** `report` hears of listeners that throw: the others still get their changes. */
  constructor(completeAfter: number, report: (cause: unknown) => void = () => {}, budget?: RingBudget) {
    this.report = report
    this.ring = new ChangeRing(completeAfter, budget)
    this.changedAt = completeAfter
  }

  get size(): number {
    return this.byKey.size
  }

  get(key: string): CacheEntry | undefined {
    return this.byKey.get(key)
  }

  /** Entries of a namespace (`ns/`), or all (empty prefix), in key order. */
  list(prefix: string): CacheEntry[] {
    return this.byKey.size === 0 ? [] : this.ordered.list(prefix)
  }

  /** The same from a key on, one by one. */
  range(prefix: string, from: string): IterableIterator<CacheEntry> {
    return this.ordered.range(prefix, from)
  }

  keys(): readonly string[] {
    return [...this.byKey.keys()]
  }

  /** Takes an object as it is at start, without telling anybody. */
  load(key: string, stored: Uint8Array, at: { readonly revision: number; readonly created: number }): void {
    this.keep(new CacheEntry(key, stored, at.revision, at.created))
  }

  /** Takes a write and tells the listeners. */
  write(key: string, stored: string, at: { readonly revision: number; readonly created: number }): void {
    const previous = this.byKey.get(key)
    const entry = new CacheEntry(key, withRevision(stored, at.revision), at.revision, at.created)
    this.keep(entry)
    this.tell(cachedChange(previous === undefined ? 'ADDED' : 'MODIFIED', entry, previous))
  }

  /** Takes a deletion and tells the listeners. */
  remove(key: string, revision: number): void {
    const previous = this.byKey.get(key)
    if (previous === undefined) return
    this.byKey.delete(key)
    this.ordered.delete(key)
    const last = new CacheEntry(key, withOtherRevision(previous.text, revision), revision, previous.created)
    this.tell(cachedChange('DELETED', last, previous))
  }

  /** Returns how to stop. */
  listen(listener: ChangeListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private keep(entry: CacheEntry): void {
    this.byKey.set(entry.key, entry)
    this.ordered.set(entry)
    if (entry.revision > this.changedAt) this.changedAt = entry.revision
  }

  private tell(change: CachedChange): void {
    if (change.revision > this.changedAt) this.changedAt = change.revision
    this.ring.push(change)
    for (const listener of this.listeners) {
      try {
        listener(change)
      } catch (cause) {
        this.report(cause)
      }
    }
  }
}
