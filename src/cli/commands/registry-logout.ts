import { logoutRegistry } from '#repo'
import { credentialFiles } from '../chart/network.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth registry logout HOST`: forgets the credentials of a registry. */
export const command = defineCommand({
  name: 'registry logout',
  summary: 'log out of a registry',
  args: [{ name: 'HOST', summary: 'host and port of the registry' }],
  flags: {},
  run: async ({ args, flags }, session) => {
    session.stderr.write(`${await logoutRegistry(args[0] as string, credentialFiles(flags, session))}\n`)
    return undefined
  },
})
