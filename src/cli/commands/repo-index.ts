import { writeIndex } from '#repo'
import { warnOf } from '../chart/network.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth repo index DIR`: writes index.yaml for the archives in a folder. */
export const command = defineCommand({
  name: 'repo index',
  summary: 'write the index of a folder of charts',
  args: [{ name: 'DIR', summary: 'folder with chart archives' }],
  flags: {
    url: { kind: 'string', value: 'url', default: '', summary: 'address of the repository' },
    merge: { kind: 'string', value: 'file', default: '', summary: 'index to merge into the new one' },
    json: { kind: 'boolean', summary: 'write JSON' },
  },
  run: async ({ args, flags }, session) => {
    await writeIndex(args[0] as string, {
      url: flags.url,
      mergePath: flags.merge,
      isJson: flags.json,
      now: new Date(session.now()).toISOString(),
      warn: warnOf(session),
    })
    return undefined
  },
})
