import { kubeconfigText } from '#cluster'
import { folderOf } from '../cluster/folder.ts'
import { clusterFlags } from '../flags/cluster.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth cluster kubeconfig`: for `KUBECONFIG=<(berth cluster kubeconfig)` and other machines. */
export const command = defineCommand({
  name: 'cluster kubeconfig',
  summary: "print a cluster's kubeconfig",
  args: [],
  flags: clusterFlags,
  run: async ({ flags }, session) => ({ text: await kubeconfigText(folderOf(flags, session)) }),
})
