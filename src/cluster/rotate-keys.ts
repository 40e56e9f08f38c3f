import { randomBytes } from 'node:crypto'
import { type EncryptionKey, encryptedStore, formatKey, openSqliteStore, type Store } from '#store'
import { realClock } from './clock.ts'
import { ClusterError } from './error.ts'
import { writeDurably } from './state/file.ts'
import type { ClusterFolder } from './state/folder.ts'
import { readyEncryptionKeys } from './state/keys.ts'
import { takeLock } from './state/lock.ts'
import { readRecord } from './state/record.ts'

/**
 * Encrypts the secrets of a stopped cluster with a new key, and forgets the old ones together with the history that needs
 * them. Gives how many values were written. What is cut short goes on at the next call. Throws ClusterError `running`,
 * `unknown-cluster`, `bad-option`, `io`, StoreError.
 */
export async function rotateEncryptionKeys(folder: ClusterFolder): Promise<number> {
  const record = await readRecord(folder)
  if (record === undefined) throw new ClusterError('unknown-cluster', `there is no cluster "${folder.name}"`)
  if (record.store.type !== 'sqlite') {
    throw new ClusterError(
      'bad-option',
      `keys of a cluster with store ${record.store.type} are not changed by this command`,
      {
        hint: 'docs/cluster.md tells how to do it by hand',
      },
    )
  }
  const lock = await takeLock(folder, realClock.now())
  try {
    const old = await readyEncryptionKeys(folder.encryptionKeys)
    const fresh = { name: `key-${realClock.now()}`, secret: randomBytes(32) }
    // until every value is written again, both are needed
    await writeDurably(folder.encryptionKeys, [fresh, ...old].map(formatKey).join(''))
    const count = await rewrite(openSqliteStore({ path: folder.store }), [fresh, ...old])
    await writeDurably(folder.encryptionKeys, formatKey(fresh))
    return count
  } finally {
    await lock.release()
  }
}

async function rewrite(kept: Store, keys: readonly [EncryptionKey, ...EncryptionKey[]]): Promise<number> {
  try {
    const count = await encryptedStore(kept, { keys }).rewrite()
    await kept.compact(await kept.revision())
    return count
  } finally {
    await kept.close()
  }
}
