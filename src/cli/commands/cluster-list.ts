import { listClusters } from '#cluster'
import { homeOf } from '../cluster/folder.ts'
import { clusterFlags } from '../flags/cluster.ts'
import { outputFlags } from '../flags/output.ts'
import { defineCommand } from '../frame/command.ts'
import { clustersText } from '../view/cluster.ts'

/** `berth cluster list`: the clusters of this machine. */
export const command = defineCommand({
  name: 'cluster list',
  summary: 'list the clusters of this machine',
  args: [],
  flags: { 'data-dir': clusterFlags['data-dir'], ...outputFlags },
  run: async ({ flags }, session) => {
    const data = await listClusters(homeOf(flags, session))
    return { text: clustersText(data, flags.output), data }
  },
})
