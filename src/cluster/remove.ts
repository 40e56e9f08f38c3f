import { rm } from 'node:fs/promises'
import { removeEntry } from '#client'
import { stopCluster } from './background/stop.ts'
import { realClock } from './clock.ts'
import { ClusterError } from './error.ts'
import { ioError } from './state/file.ts'
import { type ClusterFolder, contextName } from './state/folder.ts'
import { readOwner } from './state/lock.ts'
import { readRecord } from './state/record.ts'

/** Stops a cluster and takes away everything of it, its contexts in kubeconfigs included. Throws ClusterError `unknown-cluster`. */
export async function deleteCluster(folder: ClusterFolder, timeoutMs: number): Promise<void> {
  const record = await readRecord(folder).catch(() => 'unreadable' as const)
  if (record === undefined && (await readOwner(folder)) === undefined) {
    // a start that failed leaves a log behind
    await removeFolder(folder.path)
    throw new ClusterError('unknown-cluster', `there is no cluster "${folder.name}"`, {
      hint: 'berth cluster list shows those there are',
    })
  }
  await stopCluster(folder, timeoutMs)
  const kubeconfigs = typeof record === 'object' ? record.kubeconfigs : []
  for (const file of kubeconfigs) await removeEntry(file, contextName(folder.name), { clock: realClock })
  await removeFolder(folder.path)
}

/**
 * Stops a cluster and takes away its objects; certificates, port and context stay. Throws ClusterError `unknown-cluster`,
 * `bad-option` for objects in etcd, which other control planes may work on.
 */
export async function resetCluster(folder: ClusterFolder, timeoutMs: number): Promise<void> {
  const record = await readRecord(folder)
  if (record === undefined) throw new ClusterError('unknown-cluster', `there is no cluster "${folder.name}"`)
  if (record.store.type === 'etcd') {
    throw new ClusterError('bad-option', `objects of cluster "${folder.name}" are in etcd, and stay there`, {
      hint: 'stop every control plane on it, then remove its keys with etcdctl',
    })
  }
  await stopCluster(folder, timeoutMs)
  for (const suffix of ['', '-wal', '-shm']) await rm(folder.store + suffix, { force: true })
}

async function removeFolder(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true })
  } catch (error) {
    throw ioError(error, path)
  }
}
