/**
 * A revisioned key-value log with one write primitive. Keys and bytes go in; entries, pages and changes come out. It knows
 * nothing of Kubernetes.
 */
export { StoreError, type StoreErrorCode } from './error.ts'
export type { HistoryLimit } from './log/garbage.ts'
export { type MemoryOptions, openMemoryStore } from './memory/open.ts'
export { openSqliteStore, type SqliteOptions } from './sqlite/open.ts'
export {
  type Change,
  deleted,
  type Entry,
  type Page,
  type PageRequest,
  type Revision,
  type Store,
  type StoreHealth,
} from './store.ts'
