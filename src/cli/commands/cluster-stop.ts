import { clusterStatus, stopCluster } from '#cluster'
import { folderOf } from '../cluster/folder.ts'
import { clusterFlags, waitFlags } from '../flags/cluster.ts'
import { durationMs } from '../flags/duration.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth cluster stop`: ends the process; everything is kept for the next start. */
export const command = defineCommand({
  name: 'cluster stop',
  summary: 'stop a cluster and keep everything',
  args: [],
  flags: { ...clusterFlags, ...waitFlags },
  run: async ({ flags }, session) => {
    const folder = folderOf(flags, session)
    await clusterStatus(folder)
    const wasRunning = await stopCluster(folder, durationMs(flags.timeout))
    const text = wasRunning ? `cluster "${flags.name}" stopped\n` : `cluster "${flags.name}" was not running\n`
    return { text, data: { name: flags.name, wasRunning } }
  },
})
