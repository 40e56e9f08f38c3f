import { rename, rm } from 'node:fs/promises'
import { checkSnapshot, openEtcdStore, restoreInto, restoreSqlite } from '#store'
import { realClock } from '../clock.ts'
import { ClusterError } from '../error.ts'
import { codeOf } from '../state/file.ts'
import type { ClusterFolder } from '../state/folder.ts'
import { takeLock } from '../state/lock.ts'
import { readRecord } from '../state/record.ts'
import type { SnapshotInfo } from './save.ts'

/**
 * Puts a snapshot in the place of a stopped cluster's objects. Its secrets are encrypted with the keys of the cluster it was
 * made from. Throws ClusterError `running`, `snapshot`, `unknown-cluster`, StoreError.
 */
export async function restoreClusterSnapshot(folder: ClusterFolder, path: string): Promise<SnapshotInfo> {
  const record = await readRecord(folder)
  if (record === undefined) {
    throw new ClusterError('unknown-cluster', `there is no cluster "${folder.name}"`, {
      hint: 'start it once, then stop it',
    })
  }
  const lock = await takeLock(folder, realClock.now())
  try {
    const summary = await checkSnapshot(path)
    const { store } = record
    if (store.type === 'memory') throw new ClusterError('snapshot', 'a cluster in memory cannot be restored')
    if (store.type === 'etcd') await intoEtcd(store.endpoints, path)
    else await replaceFile(folder.store, path)
    return { path, entries: Number(summary.entries), revision: summary.revision }
  } finally {
    await lock.release()
  }
}

/** The old file stays until the new one is whole. */
async function replaceFile(store: string, snapshot: string): Promise<void> {
  const fresh = `${store}.restored`
  await rm(fresh, { force: true })
  await restoreSqlite(snapshot, fresh)
  for (const suffix of ['-wal', '-shm']) await rm(`${store}${suffix}`, { force: true })
  await rename(fresh, store)
  for (const suffix of ['-wal', '-shm']) {
    await rename(`${fresh}${suffix}`, `${store}${suffix}`).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error
    })
  }
}

async function intoEtcd(endpoints: readonly [string, ...string[]], snapshot: string): Promise<void> {
  const store = openEtcdStore({ endpoints, clock: realClock })
  try {
    await restoreInto(store, snapshot)
  } finally {
    await store.close()
  }
}
