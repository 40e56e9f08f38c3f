/**
 * A revisioned key-value log with one write primitive. Keys and bytes go in; entries, pages and changes come out. It knows
 * nothing of Kubernetes.
 */
export { type SharedStore, type StoreClock, startCompaction } from './compaction.ts'
export { type EncryptedStore, type EncryptionOptions, encryptedStore } from './encryption/encrypted-store.ts'
export { type EncryptionKey, formatKey, parseKeyFile } from './encryption/key-file.ts'
export { StoreError, type StoreErrorCode } from './error.ts'
export type { EtcdTls } from './etcd/channel.ts'
export type { EtcdOptions } from './etcd/etcd-store.ts'
export { openEtcdStore } from './etcd/open.ts'
export type { HistoryLimit } from './log/garbage.ts'
export type { MemoryState } from './memory/memory-journal.ts'
export { type MemoryOptions, openMemoryStore } from './memory/open.ts'
export { checkSnapshot, readSnapshot } from './snapshot/read.ts'
export { restoreInto, restoreMemory, restoreSqlite } from './snapshot/restore.ts'
export { type SnapshotSummary, saveSnapshot } from './snapshot/save.ts'
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
