import type { CacheEntry } from './entry.ts'

/**
 * One change of one object, shared by everybody who watches. `entry` is the state after it; for a deletion the last state,
 * with the revision of the deletion. `previous` is the state before, absent for a creation.
 */
export interface CachedChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly entry: CacheEntry
  readonly previous: CacheEntry | undefined
  readonly revision: number
  /** Encoded events by form (`ADDED` of a kind as a line of JSON …): what the first watcher made, the others send. */
  readonly encoded: Map<string, Uint8Array>
}

/** A change that nobody has encoded yet. */
export function cachedChange(
  type: CachedChange['type'],
  entry: CacheEntry,
  previous: CacheEntry | undefined,
): CachedChange {
  return { type, entry, previous, revision: entry.revision, encoded: new Map() }
}
