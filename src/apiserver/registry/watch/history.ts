import type { Kind } from '#kinds'
import { tooOldResourceVersion } from '#kube'
import { type Change, StoreError } from '#store'
import { type CachedChange, cachedChange } from '../cache/cached-change.ts'
import { CacheEntry } from '../cache/entry.ts'
import { withRevision } from '../cache/object-text.ts'
import { type Core, storeKey } from '../core.ts'

/** Which part of history. */
export interface Stretch {
  readonly kind: Kind
  /** Changes after this revision … */
  readonly after: number
  /** … up to this one. */
  readonly upTo: number
}

/** Changes of a resource that the cache has forgotten, from the store. Throws 410 when the store has, too. */
export async function readHistory(core: Core, { kind, after, upTo }: Stretch): Promise<CachedChange[]> {
  const root = storeKey(kind, '')
  const found: CachedChange[] = []
  const stop = new AbortController()
  try {
    for await (const change of core.store.watch('', after, stop.signal)) {
      if (change.key.startsWith(root) && change.revision <= upTo)
        found.push(changeOf(change, change.key.slice(root.length)))
      if (change.revision >= upTo) break
    }
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== 'compacted') throw cause
    throw tooOldResourceVersion(after, cause.revision ?? (await core.store.compacted()))
  } finally {
    stop.abort()
  }
  return found
}

function changeOf({ value, previous, revision, created }: Change, key: string): CachedChange {
  const before = previous === undefined ? undefined : entryOf(key, previous, { revision, created })
  if (value === undefined) {
    const last = before ?? new CacheEntry(key, '{"metadata":{}}', revision, created)
    return cachedChange('DELETED', last, before)
  }
  return cachedChange(before === undefined ? 'ADDED' : 'MODIFIED', entryOf(key, value, { revision, created }), before)
}

function entryOf(
  key: string,
  value: Uint8Array,
  at: { readonly revision: number; readonly created: number },
): CacheEntry {
  return new CacheEntry(key, withRevision(Buffer.from(value).toString(), at.revision), at.revision, at.created)
}
