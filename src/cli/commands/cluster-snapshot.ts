import { resolve } from 'node:path'
import { restoreClusterSnapshot, saveClusterSnapshot } from '#cluster'
import { folderOf } from '../cluster/folder.ts'
import { clusterFlags } from '../flags/cluster.ts'
import { defineCommand } from '../frame/command.ts'

const FILE = [{ name: 'FILE', summary: 'the snapshot' }]

/** `berth cluster snapshot save FILE`: all objects of a running cluster, as of one moment. */
export const save = defineCommand({
  name: 'cluster snapshot save',
  summary: 'save the objects of a running cluster to a file',
  args: FILE,
  flags: clusterFlags,
  run: async ({ args, flags }, session) => {
    const info = await saveClusterSnapshot(folderOf(flags, session), resolve(session.cwd, args[0] as string))
    return { text: `${info.entries} objects at revision ${info.revision} saved to ${info.path}\n`, data: info }
  },
})

/** `berth cluster snapshot restore FILE`: puts a snapshot in the place of a stopped cluster's objects. */
export const restore = defineCommand({
  name: 'cluster snapshot restore',
  summary: "replace a stopped cluster's objects by those of a file",
  args: FILE,
  flags: clusterFlags,
  run: async ({ args, flags }, session) => {
    const info = await restoreClusterSnapshot(folderOf(flags, session), resolve(session.cwd, args[0] as string))
    return { text: `${info.entries} objects restored from ${info.path}\n`, data: info }
  },
})
