import { clusterHealth, clusterStatus } from '#cluster'
import { folderOf } from '../cluster/folder.ts'
import { clusterFlags } from '../flags/cluster.ts'
import { outputFlags } from '../flags/output.ts'
import { defineCommand } from '../frame/command.ts'
import { exitCodes } from '../frame/error.ts'
import { statusText } from '../view/cluster.ts'

/** `berth cluster status`: how a cluster is; exit code 1 when it does not run. */
export const command = defineCommand({
  name: 'cluster status',
  summary: 'show how a cluster is',
  args: [],
  flags: { ...clusterFlags, ...outputFlags },
  run: async ({ flags }, session) => {
    const folder = folderOf(flags, session)
    const found = await clusterStatus(folder)
    const isRunning = found.status === 'running'
    const status = isRunning ? { ...found, health: await clusterHealth(folder) } : found
    const exitCode = isRunning ? exitCodes.ok : exitCodes.failure
    return { text: statusText(status, flags.output), data: status, exitCode }
  },
})
