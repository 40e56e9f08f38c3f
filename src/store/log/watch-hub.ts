import { StoreError } from '../error.ts'
import type { Change, Revision } from '../store.ts'
import type { RowHead } from './journal.ts'
import { closedMessage, compactedMessage } from './messages.ts'

/** Changes one watcher may have waiting before it goes back to reading the journal. */
const inboxLimit = 1024
const catchUpRows = 256

/** What watchers read from. */
export interface WatchSource {
  state(): { readonly revision: Revision; readonly compacted: Revision; readonly isClosed: boolean }
  rows(after: Revision, upTo: Revision, limit: number): readonly RowHead[]
  changesOf(rows: readonly RowHead[]): readonly Change[]
}

interface Watcher {
  readonly prefix: string
  /** Revision up to which everything was taken or does not concern it. */
  cursor: Revision
  inbox: Change[]
  /** False while it reads from the journal: nothing is put into its inbox. */
  isLive: boolean
  wake: (() => void) | undefined
}

/** Every watcher of a log. A slow one holds no more than its inbox: it falls back to the journal. */
export class WatchHub {
  readonly #watchers = new Set<Watcher>()
  readonly #source: WatchSource

  constructor(source: WatchSource) {
    this.#source = source
  }

  /** Whether somebody wants to know of this key as it happens. */
  isWatched(key: string): boolean {
    for (const watcher of this.#watchers) if (watcher.isLive && key.startsWith(watcher.prefix)) return true
    return false
  }

  /** Tells live watchers of changes up to `revision`; those to keys that nobody watches may be left out. */
  publish(changes: readonly Change[], revision: Revision): void {
    for (const watcher of this.#watchers) if (watcher.isLive) offer(watcher, changes, revision)
  }

  /** Lets every watcher look again: the store was closed. */
  wakeAll(): void {
    for (const watcher of this.#watchers) watcher.wake?.()
  }

  /** See `Store.watch`. */
  async *watch(prefix: string, from: Revision, signal: AbortSignal): AsyncGenerator<Change, void, void> {
    const watcher: Watcher = { prefix, cursor: from, inbox: [], isLive: false, wake: undefined }
    const wake = () => watcher.wake?.()
    signal.addEventListener('abort', wake)
    this.#watchers.add(watcher)
    try {
      while (!signal.aborted) {
        yield* untilAborted(this.#take(watcher), signal)
        if (watcher.isLive && watcher.inbox.length === 0) await sleep(watcher, signal)
      }
    } finally {
      this.#watchers.delete(watcher)
      signal.removeEventListener('abort', wake)
    }
  }

  #take(watcher: Watcher): readonly Change[] {
    if (this.#source.state().isClosed) throw new StoreError('closed', closedMessage)
    return watcher.isLive ? takeInbox(watcher) : this.#catchUp(watcher)
  }

  #catchUp(watcher: Watcher): readonly Change[] {
    const { compacted, revision } = this.#source.state()
    const { cursor } = watcher
    if (cursor < compacted)
      throw new StoreError('compacted', compactedMessage(cursor, compacted), { revision: compacted })
    const rows = cursor >= revision ? [] : this.#source.rows(cursor, revision, catchUpRows)
    const last = rows.at(-1)
    if (last === undefined) {
      watcher.isLive = true
      return []
    }
    watcher.cursor = last.revision
    return this.#source.changesOf(rows.filter((row) => row.key.startsWith(watcher.prefix)))
  }
}

function* untilAborted(changes: readonly Change[], signal: AbortSignal): Generator<Change, void, void> {
  for (const change of changes) {
    if (signal.aborted) return
    yield change
  }
}

function takeInbox(watcher: Watcher): readonly Change[] {
  const changes = watcher.inbox
  watcher.inbox = []
  watcher.cursor = changes.at(-1)?.revision ?? watcher.cursor
  return changes
}

function offer(watcher: Watcher, changes: readonly Change[], revision: Revision): void {
  const { inbox, prefix } = watcher
  for (const change of changes) {
    if (change.revision > watcher.cursor && change.key.startsWith(prefix)) inbox.push(change)
  }
  if (inbox.length === 0) watcher.cursor = Math.max(watcher.cursor, revision)
  else watcher.wake?.()
  if (inbox.length <= inboxLimit) return
  watcher.inbox = []
  watcher.isLive = false
}

function sleep(watcher: Watcher, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    watcher.wake = () => {
      watcher.wake = undefined
      resolve()
    }
    if (signal.aborted) watcher.wake()
  })
}
