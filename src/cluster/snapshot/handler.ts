import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Handler } from '#apiserver'
import { type Store, saveSnapshot } from '#store'
import type { ClusterFolder } from '../state/folder.ts'

/**
 * Saves the store while it is in use (POST). The file goes into the cluster's own folder, wherever the caller wants it in
 * the end: nobody makes the server write elsewhere. Only administrators get past authorization here.
 */
export function snapshotHandler(store: Store, folder: ClusterFolder): Handler {
  return async ({ method }) => {
    if (method !== 'POST') return { status: 405, headers: { 'content-type': 'text/plain' }, body: 'expected POST\n' }
    const drafts = join(folder.path, 'snapshots')
    await mkdir(drafts, { recursive: true, mode: 0o700 })
    const path = join(drafts, `${randomBytes(8).toString('hex')}.snapshot`)
    const summary = await saveSnapshot(store, path)
    return { status: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...summary, path }) }
  }
}
