import type { HistoryLimit } from '../log/garbage.ts'
import { LogStore } from '../log/log-store.ts'
import type { Store } from '../store.ts'
import { SqliteJournal } from './sqlite-journal.ts'

/** Where a file store is, and how it is bounded. */
export interface SqliteOptions {
  /** The file; made, readable for its owner alone, when it is not there. */
  readonly path: string
  /** Bytes of pages in use past which only deletions are taken; 8 GiB unless told. */
  readonly quotaBytes?: number
  /** Superseded rows kept for watchers and old pages; 50,000 rows and 128 MiB unless told. */
  readonly history?: HistoryLimit
}

/**
 * A store in one SQLite file that this process alone has open. An acknowledged write is on the disk. Throws `unavailable`
 * when another process has it open, `corrupted` when it is damaged or no file of ours.
 */
export function openSqliteStore(options: SqliteOptions): Store {
  const { path, quotaBytes = 2 ** 33, history = { rows: 50_000, bytes: 2 ** 27 } } = options
  const journal = new SqliteJournal(path)
  try {
    return new LogStore(journal, { quotaBytes, history }).start()
  } catch (error) {
    journal.close()
    throw error
  }
}
