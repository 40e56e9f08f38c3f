import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { connect } from '#client'
import { realClock } from '../clock.ts'
import { ClusterError } from '../error.ts'
import { codeOf, ioError } from '../state/file.ts'
import type { ClusterFolder } from '../state/folder.ts'
import { readOwner } from '../state/lock.ts'

/** What a snapshot holds. */
export interface SnapshotInfo {
  readonly path: string
  readonly entries: number
  readonly revision: number
}

/** Saves the objects of a running cluster into a file. Throws ClusterError `stopped`, `snapshot`, `io`. */
export async function saveClusterSnapshot(folder: ClusterFolder, path: string): Promise<SnapshotInfo> {
  if ((await readOwner(folder))?.address === undefined) {
    throw new ClusterError('stopped', `cluster "${folder.name}" is not running`, {
      hint: `berth cluster start --name ${folder.name}`,
    })
  }
  const { client } = await connect({ explicit: folder.kubeconfig, home: '' }, { clock: realClock, environment: {} })
  try {
    const summary = await client.raw({ method: 'POST', path: '/berth/snapshot' })
    const target = resolve(path)
    await move(String(summary['path'] as string), target)
    return {
      path: target,
      entries: Number(summary['entries'] ?? summary['count'] ?? 0),
      revision: Number(summary['revision'] ?? 0),
    }
  } finally {
    client.transport.close()
  }
}

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true })
    await rename(from, to)
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw ioError(error, to)
    await copyFile(from, to)
    const file = await open(to, 'r+')
    await file.sync()
    await file.close()
    await rm(from, { force: true })
  }
}
