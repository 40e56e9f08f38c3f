import type { HistoryLimit } from '../log/garbage.ts'
import { LogStore } from '../log/log-store.ts'
import type { Store } from '../store.ts'
import { MemoryJournal, type MemoryState } from './memory-journal.ts'

/** How a store in memory is bounded, and what it starts with. */
export interface MemoryOptions {
  /** Bytes of keys and values, 2 GiB unless told. */
  readonly quotaBytes?: number
  /** Superseded rows kept for watchers and old pages; 10,000 rows and 32 MiB unless told. */
  readonly history?: HistoryLimit
  readonly start?: MemoryState
}

/** A store that forgets everything with the process: for tests, and clusters that nobody keeps. */
export function openMemoryStore(options: MemoryOptions = {}): Store {
  const { quotaBytes = 2 ** 31, history = { rows: 10_000, bytes: 2 ** 25 } } = options
  const start = options.start ?? { entries: [], revision: 0, compacted: 0 }
  return new LogStore(new MemoryJournal(start), { quotaBytes, history }).start()
}
