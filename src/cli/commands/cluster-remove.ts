import { deleteCluster, resetCluster } from '#cluster'
import { folderOf } from '../cluster/folder.ts'
import { clusterFlags, waitFlags } from '../flags/cluster.ts'
import { durationMs } from '../flags/duration.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth cluster delete`: nothing of it is left. */
export const deletion = defineCommand({
  name: 'cluster delete',
  summary: 'stop a cluster and remove everything of it',
  args: [],
  flags: { ...clusterFlags, ...waitFlags },
  run: async ({ flags }, session) => {
    await deleteCluster(folderOf(flags, session), durationMs(flags.timeout))
    return { text: `cluster "${flags.name}" deleted\n`, data: { name: flags.name } }
  },
})

/** `berth cluster reset`: its objects are gone, its certificates and context stay. */
export const reset = defineCommand({
  name: 'cluster reset',
  summary: 'stop a cluster and remove its objects',
  args: [],
  flags: { ...clusterFlags, ...waitFlags },
  run: async ({ flags }, session) => {
    await resetCluster(folderOf(flags, session), durationMs(flags.timeout))
    const text = `cluster "${flags.name}" is empty; berth cluster start --name ${flags.name} starts it again\n`
    return { text, data: { name: flags.name } }
  },
})
