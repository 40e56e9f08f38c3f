import { ClusterError } from '../error.ts'
import { codeOf } from '../state/file.ts'
import type { ClusterFolder } from '../state/folder.ts'
import { readOwner } from '../state/lock.ts'

const LOOK_MS = 15

/** Ends the process that runs a cluster and waits until it is gone. False when none ran. Throws ClusterError `timeout`. */
export async function stopCluster(folder: ClusterFolder, timeoutMs: number): Promise<boolean> {
  const owner = await readOwner(folder)
  if (owner === undefined) return false
  signal(owner.pid, 'SIGTERM')
  for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += LOOK_MS) {
    const current = await readOwner(folder)
    if (current?.pid !== owner.pid) return true
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  // every acknowledged write is on the disk: nothing is lost by not asking again
  signal(owner.pid, 'SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  if ((await readOwner(folder))?.pid !== owner.pid) return true
  throw new ClusterError('timeout', `process ${owner.pid} of cluster "${folder.name}" does not end`)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}
