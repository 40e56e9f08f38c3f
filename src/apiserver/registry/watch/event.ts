import type { WatchEventType } from '../../contract/rest.ts'
import type { CachedChange } from '../cache/cached-change.ts'
import { CacheEntry } from '../cache/entry.ts'
import { withOtherRevision } from '../cache/object-text.ts'
import type { Selection } from '../list/selection.ts'

/** One event on its way to a watcher. `encoded` is shared by all watchers of the change. */
export interface WatchEvent {
  readonly type: WatchEventType
  readonly entry: CacheEntry
  readonly encoded?: Map<string, Uint8Array>
  /** Set for the bookmark that ends the initial events. */
  readonly isInitialEnd?: boolean
}

/** What a change is for one who watches a selection: an object that comes to match is ADDED, one that ceases to, DELETED. */
export function eventOf(change: CachedChange, selection: Selection): WatchEvent | undefined {
  const { type, entry, previous, encoded } = change
  if (selection.isEverything) return { type, entry, encoded }
  const isIn = type !== 'DELETED' && selection.matches(entry)
  const wasIn = previous !== undefined && selection.matches(previous)
  if (isIn) return { type: wasIn ? 'MODIFIED' : 'ADDED', entry, encoded }
  if (!wasIn) return undefined
  if (type === 'DELETED') return { type, entry, encoded }
  const text = withOtherRevision(previous.text, change.revision)
  return { type: 'DELETED', entry: new CacheEntry(entry.key, text, change.revision, previous.created) }
}
