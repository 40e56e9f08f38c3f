import { rotateEncryptionKeys } from '#cluster'
import { folderOf } from '../cluster/folder.ts'
import { clusterFlags } from '../flags/cluster.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth cluster rotate-keys`: the secrets of a stopped cluster get a new key. */
export const command = defineCommand({
  name: 'cluster rotate-keys',
  summary: "encrypt a stopped cluster's secrets with a new key",
  args: [],
  flags: clusterFlags,
  run: async ({ flags }, session) => {
    const values = await rotateEncryptionKeys(folderOf(flags, session))
    const text = `${values} values are encrypted with a new key; old snapshots still need the old one\n`
    return { text, data: { name: flags.name, values } }
  },
})
