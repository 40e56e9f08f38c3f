import { encryptedStore, openEtcdStore, openMemoryStore, openSqliteStore, type Store } from '#store'
import { realClock } from '../clock.ts'
import type { ClusterFolder } from './folder.ts'
import { readyEncryptionKeys } from './keys.ts'
import type { StoreChoice } from './record.ts'

/** The store of a cluster. */
export interface OpenStore {
  /** What the API server works on: secrets are decrypted. */
  readonly store: Store
  /** What is kept: snapshots are made of it. */
  readonly kept: Store
  /** True when other control planes may work on it as well. */
  readonly isShared: boolean
}

/** Opens the store; what is kept on a disk has its secrets encrypted. Throws StoreError, ClusterError `io`. */
export async function openStore(choice: StoreChoice, folder: ClusterFolder | undefined): Promise<OpenStore> {
  if (choice.type === 'memory' || folder === undefined) {
    const store = openMemoryStore()
    return { store, kept: store, isShared: false }
  }
  const isShared = choice.type === 'etcd'
  const kept =
    choice.type === 'etcd'
      ? openEtcdStore({ endpoints: choice.endpoints, clock: realClock })
      : openSqliteStore({ path: folder.store })
  const keys = await readyEncryptionKeys(folder.encryptionKeys)
  return { store: encryptedStore(kept, { keys }), kept, isShared }
}
